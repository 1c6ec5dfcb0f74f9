import { defineConfig } from 'vitest/config';
import { PATIENCE } from './packages/platform/src/testing/patience.ts';

/** Unit tests need nothing; integration tests share one embedded PostgreSQL; system tests run the whole of Galleria. */
export default defineConfig({
  // Vite would load graphql's ES module for our sources while Node loads its CommonJS one for Apollo's: two realms, and
  // `instanceof GraphQLError` fails between them. Node itself and the bundles load one.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // Against what hangs, on the slowest machine. How fast something is, `npm run bench` measures.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: PATIENCE },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{packages,subgraphs}/*/src/**/*.test.ts',
            'router/{src,browser}/**/*.test.ts',
            'client/{,src/**/}*.test.ts',
            'scripts/**/*.test.ts',
            'tools/*/src/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [
            '{packages,subgraphs}/*/test/**/*.test.ts',
            'router/test/**/*.test.ts',
            'tests/{consumers,federation,hardening}/**/*.test.ts',
          ],
          globalSetup: ['packages/platform/src/testing/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'architecture', include: ['tests/architecture/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['tests/*.test.ts', 'tests/security/**/*.test.ts'],
          globalSetup: ['tests/galleria/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
