import { Badge, Container, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { buildInfoQuery } from '../api/status';
import { ColorSchemeSwitch } from './ColorSchemeSwitch';

export function Header() {
  const build = useQuery(buildInfoQuery);
  return (
    <header className="header">
      <Container size="lg" py="sm">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <img src="./favicon.svg" alt="" width={32} height={32} />
            <Title order={1} size="h3">
              Pharos
            </Title>
            {build.data && (
              <Badge variant="light" tt="none">
                {build.data.version}
              </Badge>
            )}
            <Text c="dimmed" size="sm" visibleFrom="sm">
              Prometheus, on .NET
            </Text>
          </Group>
          <ColorSchemeSwitch />
        </Group>
      </Container>
    </header>
  );
}
