import { expect, it } from 'vitest';
import { createLocalGraph, localSubgraphs, PLANNERS } from './local-graph.ts';

const reference = { __resolveReference: (sums: object) => sums };
const SUBGRAPHS = {
  sums: {
    sdl: 'type Query { now: Sums } type Sums @key(fields: "id") { id: ID! }',
    resolvers: { Query: { now: () => ({ __typename: 'Sums', id: 'now' }) }, Sums: reference },
  },
  payments: {
    sdl: 'type Sums @key(fields: "id") { id: ID! paid: Int }',
    resolvers: { Sums: { ...reference, paid: () => 7 } },
  },
  stock: {
    sdl: 'type Sums @key(fields: "id") { id: ID! pieces: Int counted: Int! }',
    resolvers: { Sums: { ...reference, pieces: () => 7, counted: () => 7 } },
  },
  books: {
    sdl: `type Sums @key(fields: "id") {
      id: ID!
      paid: Int @external
      pieces: Int @external
      counted: Int! @external
      money: String @requires(fields: "paid")
      goods: String @requires(fields: "pieces")
      count: String @requires(fields: "counted")
    }`,
    resolvers: {
      Sums: {
        ...reference,
        money: ({ paid }: { paid?: number | null }) => `paid ${paid}`,
        goods: ({ pieces }: { pieces?: number | null }) => (pieces === null ? null : `pieces ${pieces}`),
        count: ({ counted }: { counted?: number }) => `counted ${counted}`,
      },
    },
  },
};

it.each(PLANNERS)(
  'what is required and was not brought takes nothing else with it, by the planner %s',
  async (planner) => {
    const answer = localSubgraphs(SUBGRAPHS);
    const { ask } = createLocalGraph(SUBGRAPHS, {
      planner,
      fetch: (service, ...rest) => (service === 'stock' ? Promise.reject(new Error('away')) : answer(service, ...rest)),
    });
    const { data, errors } = await ask('{ now { money goods } }');
    expect(data).toEqual({ now: { money: 'paid 7', goods: null } });
    expect(errors?.map(({ extensions }) => extensions['serviceName'])).toEqual(['stock']);
    // A service that is promised something is not told that there is nothing.
    expect((await ask('{ now { count } }')).data).toEqual({ now: { count: null } });
  },
);
