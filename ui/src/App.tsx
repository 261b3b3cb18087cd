import { Container, SimpleGrid, Stack } from '@mantine/core';
import { Header } from './shell/Header';
import { BuildCard } from './status/BuildCard';
import { HealthCard } from './status/HealthCard';
import { PartsCard } from './status/PartsCard';

export function App() {
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <Header />
      <Container component="main" id="main" size="lg" py="xl">
        <Stack gap="lg">
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
            <HealthCard />
            <BuildCard />
          </SimpleGrid>
          <PartsCard />
        </Stack>
      </Container>
    </>
  );
}
