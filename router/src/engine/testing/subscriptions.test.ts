import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createLocalGraph, PLANNERS, type VisibleAnswer } from './local-graph.ts';

const SUBGRAPHS = {
  stock: {
    sdl: `
      type Query { any: Int }
      type Subscription { changed(id: ID!): Product  must: Product! }
      type Product @key(fields: "id") { id: ID! available: Int }`,
    resolvers: {},
  },
  products: {
    sdl: 'type Product @key(fields: "id") { id: ID! name: String! slug: String }',
    resolvers: {
      Product: {
        __resolveReference: ({ id }: { id: string }) => {
          if (id === 'broken') throw new Error('no name today');
          return { id, name: `name of ${id}`, slug: `slug-${id}` };
        },
      },
    },
  },
};

describe.each(PLANNERS)('with the planner %s, a subscription', (planner) => {
  it('is asked of its service, and each event completed from the others', async () => {
    const { answers, asked } = await follow(
      'subscription ($id: ID!) { changed(id: $id) { id: slug name count: available __typename } }',
      [
        { data: { changed: { __typename: 'Product', id: '1', count: 3, available: 3 } } },
        { data: { changed: { __typename: 'Product', id: '1', count: 2, available: 2 } } },
      ],
      { id: '1' },
    );
    const event = (count: number) => ({
      data: { changed: { id: 'slug-1', name: 'name of 1', count, __typename: 'Product' } },
    });
    expect(answers).toEqual([event(3), event(2)]);
    expect(asked).toMatchObject([{ service: 'stock', request: { variables: { id: '1' } } }]);
  });

  it('goes on after an event of which a part, or all, is missing', async () => {
    const { answers } = await follow('subscription { must { name available } }', [
      { data: { must: { __typename: 'Product', id: 'broken', available: 1 } } },
      { data: null, errors: [{ message: 'not now', path: ['must'] }] },
      'no response at all',
      { data: { must: { __typename: 'Product', id: '2', available: 1 } } },
    ]);
    expect(answers.map(({ data }) => data)).toEqual([null, null, null, { must: { name: 'name of 2', available: 1 } }]);
    expect(answers.map(({ errors = [] }) => errors.map(({ message, path }) => [message, path?.join('.')]))).toEqual([
      [['no name today', 'must']],
      [['not now', 'must']],
      [[expect.stringContaining('something else than a GraphQL response'), undefined]],
      [],
    ]);
  });

  it('ends with the reason for which its service cannot be followed any more', async () => {
    const { answers } = await follow('subscription { must { available } }', [
      { data: { must: { __typename: 'Product', id: '2', available: 1 } } },
      new GraphQLError('Too slow.', { extensions: { code: 'TOO_SLOW' } }),
    ]);
    expect(answers).toMatchObject([
      { data: {} },
      { errors: [{ message: 'Too slow.', extensions: { code: 'TOO_SLOW' } }] },
    ]);
  });

  it('is refused when its service refuses it', async () => {
    const { engine } = createLocalGraph(SUBGRAPHS, {
      planner,
      subscribe: () => Promise.reject(new GraphQLError('Sign in.', { extensions: { code: 'UNAUTHENTICATED' } })),
    });
    const signal = new AbortController().signal;
    expect(await engine.subscribe({ query: 'subscription { must { id } }', context: undefined, signal })).toMatchObject(
      {
        errors: [{ message: 'Sign in.', extensions: { code: 'UNAUTHENTICATED', serviceName: 'stock' } }],
      },
    );
  });

  /** Follows to the end what a service sends: answers, or the error that it ends with. */
  async function follow(query: string, sent: readonly unknown[], variables: Record<string, unknown> = {}) {
    const asked: unknown[] = [];
    const { engine } = createLocalGraph(SUBGRAPHS, {
      planner,
      subscribe: async (service, request) => {
        asked.push({ service, request });
        return events(sent);
      },
    });
    const signal = new AbortController().signal;
    const followed = await engine.subscribe({ query, variables, context: undefined, signal });
    if (!(Symbol.asyncIterator in followed)) throw new Error(JSON.stringify(followed));
    const answers: VisibleAnswer[] = [];
    for await (const { data, errors } of followed) {
      const json = JSON.stringify({ errors, ...(data === undefined ? {} : { data: JSON.parse(data) as unknown }) });
      answers.push(JSON.parse(json) as VisibleAnswer);
    }
    return { answers, asked };
  }
});

async function* events(sent: readonly unknown[]): AsyncGenerator<unknown, void> {
  for (const event of sent) {
    if (event instanceof Error) throw event;
    yield await Promise.resolve(event);
  }
}
