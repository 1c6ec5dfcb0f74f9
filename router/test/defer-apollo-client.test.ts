import { ApolloClient, CombinedGraphQLErrors, gql, InMemoryCache } from '@apollo/client';
import { Defer20220824Handler } from '@apollo/client/incremental';
import { HttpLink } from '@apollo/client/link/http';
import { afterEach, expect, it } from 'vitest';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

let graph: FixtureGraph;
let client: ApolloClient;
afterEach(async () => {
  client.stop();
  await graph.stop();
});

async function start(): Promise<void> {
  graph = await startFixtureGraph();
  const uri = `${await graph.router.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
  client = new ApolloClient({
    link: new HttpLink({ uri }),
    cache: new InMemoryCache(),
    incrementalHandler: new Defer20220824Handler(),
    defaultOptions: { watchQuery: { errorPolicy: 'all' }, query: { errorPolicy: 'all' } },
  });
}

const PRODUCTS = gql`
  query Products {
    products {
      id
      name
      ... on Product @defer(label: "rating") {
        rating
      }
    }
  }
`;

const named = [
  { __typename: 'Product', id: '1', name: 'Tray' },
  { __typename: 'Product', id: '2', name: 'Lamp' },
];

it('Apollo Client shows what there is, and then what was deferred', async () => {
  await start();
  let open = () => undefined as void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  graph.reviews.answer = async () => {
    await opened;
    return { data: { _entities: [{ rating: 4 }, { rating: 5 }] } };
  };
  const seen: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    client.watchQuery({ query: PRODUCTS }).subscribe({
      next: ({ data, dataState, error }) => {
        if (error !== undefined) reject(new Error('a part has an error', { cause: error }));
        if (dataState === 'streaming') {
          seen.push(data);
          open();
        }
        if (dataState !== 'complete') return;
        seen.push(data);
        resolve();
      },
    });
  });
  expect(seen).toEqual([
    { products: named },
    { products: named.map((product, index) => ({ ...product, rating: 4 + index })) },
  ]);
});

it('Apollo Client hears of the error of a part', async () => {
  await start();
  graph.reviews.status = 500;
  graph.reviews.answer = () => ({});
  const { data, error } = await client.query({ query: PRODUCTS });
  expect(data).toEqual({ products: named.map((product) => ({ ...product, rating: null })) });
  expect(CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions?.['code']).toBe('SUBGRAPH_UNAVAILABLE');
});
