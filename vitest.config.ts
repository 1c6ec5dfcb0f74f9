import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { PATIENCE } from './packages/platform/src/testing/patience.ts';

/**
 * Unit tests need nothing; integration tests share one embedded PostgreSQL; system tests run the whole of Galleria. The
 * router's are run a second time on the stock gateway.
 */
export default defineConfig({
  // Vite would load graphql's ES module for our sources while Node loads its CommonJS one for Apollo's: two realms, and
  // `instanceof GraphQLError` fails between them. Node itself and the bundles load one.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // Vitest would leave one processor to itself, which on a small machine is half of it.
    maxWorkers: availableParallelism(),
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
            'simulation/*.test.ts',
            'tools/*/src/**/*.test.ts',
            'tests/federation/differential/**/*.test.ts',
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
            'simulation/contract/**/*.test.ts',
            'tests/{consumers,guides,hardening,new-service}/**/*.test.ts',
            'tests/federation/*.test.ts',
          ],
          globalSetup: ['packages/platform/src/testing/global-setup.ts'],
          provide: { routerEngine: 'galleria' },
        },
      },
      {
        extends: true,
        test: {
          name: 'stock-gateway',
          include: ['router/test/**/*.test.ts'],
          // It has no subscriptions, @defer or list of operations, no authorization, no costs, no plans to show, no
          // deadline of an operation, shares no calls and keeps no entities.
          exclude: [
            'router/test/{subscription*,defer*,persisted-operations,authorization*,policies,cost*}.test.ts',
            'router/test/{query-plan,operation-time,shared-calls,entity-cache}.test.ts',
          ],
          provide: { routerEngine: 'apollo' },
        },
      },
      {
        extends: true,
        test: { name: 'architecture', include: ['tests/architecture/**/*.test.ts'] },
      },
      {
        extends: true,
        // Each starts a Galleria of its own, and waits for it half of the time.
        test: {
          name: 'ways-to-run',
          include: ['tests/ways-to-run.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['tests/*.test.ts', 'tests/security/**/*.test.ts'],
          exclude: ['tests/ways-to-run.test.ts'],
          globalSetup: ['tests/galleria/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
