/**
 * Who may import whom: section "Inside a service" of docs/architecture.md as rules. tests/architecture proves that they
 * bite.
 */

/** A rule that holds inside each subgraph: `$1` is the subgraph that the importing file is in. */
const within = (name, comment, layer, forbidden) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^subgraphs/([^/]+)/src/${layer}/`, pathNot: '\\.test\\.ts$' },
  to: forbidden,
});

const IO = [
  '^packages/(messaging|platform)/',
  '^packages/kit/src/(?!errors|identifiers)',
  'node_modules/(pg|@prisma|kafkajs|fastify|undici|nodemailer|graphql|@apollo)',
  '^node:(fs|net|http|https|child_process|dns|crypto|timers)',
  '^(fs|net|http|https|child_process|dns|crypto|timers)$',
];

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that import each other, be it for a type, can only be understood together.',
      severity: 'error',
      from: { pathNot: '/generated/' },
      to: { circular: true },
    },
    within('domain-is-pure', 'Rules without I/O are tested without anything, and hold everywhere.', 'domain', {
      path: [...IO, '^subgraphs/$1/src/(api|service|repository|clients|generated)/', '^packages/events/'],
    }),
    within(
      'service-knows-no-technology',
      'A use case says what happens, not how it is stored or asked for.',
      'service',
      {
        path: [
          '^subgraphs/$1/src/(api|generated)/',
          '^packages/(messaging|platform)/',
          'node_modules/(pg|@prisma|kafkajs|fastify|undici|nodemailer|graphql|@apollo)',
        ],
      },
    ),
    within('service-takes-repositories-as-arguments', 'Only types come from there: tests pass fakes.', 'service', {
      path: '^subgraphs/$1/src/(repository|clients)/',
      dependencyTypesNot: ['type-only'],
    }),
    within('repository-is-below', 'A repository knows tables and the domain, not who asks.', 'repository', {
      path: ['^subgraphs/$1/src/(service|api|clients)/', 'node_modules/(graphql|@apollo|kafkajs|fastify)'],
    }),
    within(
      'api-calls-services',
      'The graph reaches data through use cases only, so that their rules always apply.',
      'api',
      {
        path: [
          '^subgraphs/$1/src/repository/',
          '^subgraphs/$1/src/generated/prisma/',
          'node_modules/(@prisma|pg/|pg$)',
        ],
      },
    ),
    {
      name: 'subgraphs-are-islands',
      comment: 'A service reaches another by its graph or its events, never by its code.',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/' },
      to: { path: '^(subgraphs|router|client)/', pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'router-knows-subgraphs-by-url',
      comment: 'The router must serve any supergraph.',
      severity: 'error',
      from: { path: '^router/' },
      to: { path: ['^subgraphs/', '^packages/(messaging|platform)/'], pathNot: '^packages/platform/src/testing/' },
    },
    {
      name: 'router-flows-one-way',
      comment:
        'The engine calls subgraphs; what reaches them knows neither the engine, nor HTTP to clients, nor policies.',
      severity: 'error',
      from: { path: '^router/src/(subgraphs|supergraph)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^router/src/(http|engine|plan|stock-gateway|policy)/' },
    },
    {
      name: 'engine-stands-alone',
      comment: 'It answers operations wherever it is put: it knows neither HTTP, nor messages, nor Galleria.',
      severity: 'error',
      from: { path: '^router/src/(engine|plan)/', pathNot: '\\.test\\.ts$|/testing/' },
      to: {
        path: [
          '^(packages|subgraphs)/',
          '^router/src/(?!engine/|plan/)',
          'node_modules/(fastify|undici|kafkajs|@apollo/(server|gateway))',
          '^(node:)?(http|https|http2|net|tls|dns)$',
        ],
      },
    },
    {
      name: 'engine-is-given-its-planner',
      comment: 'Which planner plans, and in which process, is for whoever serves the graph: an operation may end it.',
      severity: 'error',
      from: { path: '^router/src/engine/', pathNot: '\\.test\\.ts$|/testing/' },
      to: {
        path: [
          '^router/src/plan/(process/|[^/]+-planner\\.ts$)',
          'node_modules/(@apollo/query-planner|@apollo/federation-internals|@graphql-hive)',
          '^(node:)?(child_process|worker_threads|cluster)$',
        ],
      },
    },
    {
      name: 'planners-know-no-engine',
      comment: 'A plan says what to do: who carries it out may change without a planner.',
      severity: 'error',
      from: { path: '^router/src/plan/', pathNot: '\\.test\\.ts$|/testing/' },
      to: { path: '^router/src/engine/' },
    },
    {
      name: 'stock-gateway-is-below-http',
      comment: 'It serves an operation, however it came.',
      severity: 'error',
      from: { path: '^router/src/stock-gateway/', pathNot: '\\.test\\.ts$' },
      to: { path: '^router/src/http/' },
    },
    {
      name: 'events-stand-alone',
      comment: 'Contracts are read by everyone, so they depend on nobody.',
      severity: 'error',
      from: { path: '^packages/events/src/', pathNot: '\\.test\\.ts$' },
      to: { path: ['^(packages/(?!events)|subgraphs|router)', 'node_modules/(?!zod)'] },
    },
    {
      name: 'kit-has-no-business',
      comment: 'What every process needs knows no process.',
      severity: 'error',
      from: { path: '^packages/kit/src/' },
      to: { path: '^(packages/(?!kit)|subgraphs|router)' },
    },
    {
      name: 'messaging-knows-no-event',
      comment: 'It carries messages without reading them.',
      severity: 'error',
      from: { path: '^packages/messaging/src/' },
      to: { path: '^(packages/(events|platform)|subgraphs|router)' },
    },
    {
      name: 'one-importer-of-kafkajs',
      comment: 'The client is unmaintained: whoever replaces it changes one folder. See docs/decisions/004.',
      severity: 'error',
      from: { pathNot: '^packages/messaging/src/kafka/|/test/|/testing/|^bench/' },
      to: { path: 'node_modules/kafkajs' },
    },
    {
      name: 'nothing-needs-the-simulation',
      comment: 'It may put anything in the place of anything, so nothing that runs may lean on it.',
      severity: 'error',
      from: { pathNot: '^simulation/' },
      to: { path: '^simulation/' },
    },
    {
      name: 'client-knows-the-graph-only',
      comment: 'The storefront is a client like any other: what it needs of the services is in the schema.',
      severity: 'error',
      from: { path: '^client/src/' },
      to: { path: '^(packages|subgraphs|router)/' },
    },
    {
      name: 'client-ui-without-graphql',
      comment: 'What is drawn the same everywhere is given what it draws, and knows neither the graph nor a page.',
      severity: 'error',
      from: { path: '^client/src/ui/' },
      to: {
        path: ['^client/src/(?!ui/)', 'node_modules/(@apollo|graphql|react-router)'],
      },
    },
    {
      name: 'client-graph-is-below',
      comment: 'The way to the graph is the same for every page, so it knows none of them.',
      severity: 'error',
      from: { path: '^client/src/graph/', pathNot: '\\.test\\.ts$' },
      to: { path: '^client/src/(?!graph/)' },
    },
    {
      name: 'client-words-stand-alone',
      comment: 'A language is text: translators need to know nothing of pages.',
      severity: 'error',
      from: { path: '^client/src/words/', pathNot: '\\.test\\.ts$' },
      to: { path: '^client/src/(?!words/)' },
    },
    {
      name: 'production-without-platform',
      comment: 'The embedded platform is for development and tests.',
      severity: 'error',
      from: {
        path: '^(subgraphs/[^/]+/src|router/src|packages/(kit|events|messaging)/src)/',
        pathNot: '\\.test\\.ts$',
      },
      to: { path: '^packages/platform/' },
    },
    {
      name: 'no-development-packages-in-production',
      comment: 'They are not installed where a service runs.',
      severity: 'error',
      from: {
        path: '^(subgraphs/[^/]+/src|router/src|packages/[^/]+/src)/',
        pathNot: '\\.test\\.ts$|/testing/|/generated/|packages/platform/',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
