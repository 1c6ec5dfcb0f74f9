import { defineConfig } from 'vitest/config';

/** Unit tests need nothing; integration tests share one embedded PostgreSQL; system tests run the whole of Galleria. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,subgraphs}/*/src/**/*.test.ts', 'router/src/**/*.test.ts', 'scripts/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{packages,subgraphs}/*/test/**/*.test.ts', 'router/test/**/*.test.ts'],
          globalSetup: ['packages/platform/src/testing/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'architecture', include: ['tests/architecture/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'system',
          include: ['tests/*.test.ts'],
          globalSetup: ['tests/galleria/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
