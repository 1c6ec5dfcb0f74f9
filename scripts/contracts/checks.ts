import type { Check, FileCheck } from './check.ts';

const events: FileCheck = {
  name: 'events',
  about:
    'published versions break nobody, each event has an owner and a listener, and what is written of them is fresh',
  reads: ['packages', 'subgraphs', 'docs/events.md', 'docs/asyncapi.yaml'],
  run: async ({ root }) => (await import('./events/check-events.ts')).checkEvents(root),
};

const databases: FileCheck = {
  name: 'databases',
  about: 'migrations add up to each schema.prisma, destroy nothing unapproved, and let the last release run on',
  reads: ['prisma', 'supergraph.yaml'],
  run: async ({ root, verdicts }) => (await import('./databases/check-databases.ts')).checkDatabases(root, verdicts),
};

const boundaries: FileCheck = {
  name: 'boundaries',
  about: 'nobody imports what is not theirs, and the picture of who calls and listens to whom is fresh',
  reads: [
    ...['packages', 'subgraphs', 'router', 'client', 'tools'],
    ...['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json', 'docs/boundaries.md'],
  ],
  run: async ({ root }) => (await import('./boundaries/check-boundaries.ts')).checkBoundaries(root),
};

/**
 * Every check, in the order in which their findings are told. The code of each is loaded when it is run: all of it
 * takes longer to load than most of them to run.
 */
export const checks: readonly Check[] = [
  {
    name: 'composition',
    about: 'the subgraphs compose, and router/supergraph.graphql is what they compose to',
    run: async (context) => (await import('./composition/composition-check.ts')).checkComposition(context),
  },
  {
    name: 'schema',
    about: 'no change of the API or of a subgraph breaks those who rely on what it was',
    run: async (context) => (await import('./schema/schema-check.ts')).checkSchema(context),
  },
  {
    name: 'operations',
    about: 'every operation of the storefront, of other programs and of released clients is valid',
    run: async (context) => (await import('./operations/operations-check.ts')).checkOperations(context),
  },
  {
    name: 'lint',
    about: 'descriptions, names, connections, results of mutations, ids and deprecations are as the house has them',
    run: async (context) => (await import('./lint/lint-check.ts')).checkLint(context),
  },
  events,
  databases,
  boundaries,
];
