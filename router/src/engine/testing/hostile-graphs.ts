import type { LocalSubgraph } from './local-graph.ts';

/** `THINGS` ends the process of Hive's planner (0.0.38): what `x` requires is beyond the second key. */
export const ENDS_HIVE: Readonly<Record<string, LocalSubgraph>> = {
  alpha: {
    sdl: `
      type Query { things: [Thing] count: Int }
      interface Thing { id: ID! }
      type User implements Thing @key(fields: "id") { id: ID! }
      type Item implements Thing @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        count: () => 2,
        things: () => [
          { __typename: 'User', id: '1' },
          { __typename: 'Item', id: '2' },
        ],
      },
      Thing: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
    },
  },
  beta: {
    sdl: `
      type User @key(fields: "id") @key(fields: "code") {
        id: ID!
        code: String!
        y: Int @external
        x: Int @requires(fields: "y")
      }`,
    resolvers: {
      User: {
        __resolveReference: (given: object) => ({ id: '1', code: 'one', ...given }),
        x: ({ y }: { y?: number }) => (y === undefined ? null : y + 1),
      },
    },
  },
  gamma: {
    sdl: 'type User @key(fields: "code") { code: String! y: Int }',
    resolvers: { User: { __resolveReference: (given: object) => ({ ...given, y: 41 }) } },
  },
};

export const THINGS = '{ things { ... on User { x } } }';

/** `RANKED` has Apollo's planner (2.14.4) draw up fetches that wait for each other, and look for their order. */
export const LOOPS_APOLLO: Readonly<Record<string, LocalSubgraph>> = {
  alpha: {
    sdl: `
      type Query { media: Media count: Int }
      interface Media @key(fields: "id") { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String }
      type Film implements Media @key(fields: "id") { id: ID! title: String }`,
    resolvers: { Query: { count: () => 2 } },
  },
  beta: {
    sdl: `
      type Query { ranked: Media }
      type Media @key(fields: "id") @interfaceObject { id: ID! score: Int }`,
    resolvers: {},
  },
  gamma: {
    sdl: `
      type Media @key(fields: "id") @interfaceObject {
        id: ID!
        rank: Int
        title: String @external
        about: String @requires(fields: "title")
      }`,
    resolvers: {},
  },
};

export const RANKED = '{ ranked { ... on Book { rank } ... on Media { ... on Book { about } name: about id } } }';

/** `BARE` selects a field of an interface that the service which gives it knows no type of: nobody can be asked. */
export const WITHOUT_TYPES: Readonly<Record<string, LocalSubgraph>> = {
  stage: {
    sdl: 'type Query { prop: Prop } interface Prop @key(fields: "id") { id: ID! }',
    resolvers: { Query: { prop: () => ({ __typename: 'Prop', id: '1' }) } },
  },
  store: {
    sdl: `
      type Query { first: Prop }
      type Prop @key(fields: "id", resolvable: false) @interfaceObject { id: ID! shelf: String }`,
    resolvers: { Query: { first: () => ({ id: '1', shelf: 'top' }) } },
  },
};

export const BARE = '{ prop { shelf } }';
