import { Text } from '@mantine/core';

/** Where data should be and cannot. */
export function Failure({ error }: { error: Error }) {
  return (
    <Text role="alert" size="sm" c="red">
      {error.message}
    </Text>
  );
}
