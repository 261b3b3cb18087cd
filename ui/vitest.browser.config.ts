import { defineConfig } from 'vitest/config';

// Tests that drive a browser against the built executable; test.sh says where both are.
export default defineConfig({
  test: {
    include: ['browser/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    fileParallelism: false,
  },
});
