import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { z } from 'zod';
import type { BenchGraph, SubgraphRequest } from './bench-graph.ts';

const DATA = join(import.meta.dirname, '../data');
const FREE_SHIPPING_FROM = 1_000;
const REVIEWS_OF_A_USER = 2;

const dataSchema = z.object({
  subgraphs: z.record(z.string(), z.string()),
  users: z.array(z.looseObject({ id: z.string() })),
  products: z.array(z.looseObject({ upc: z.string() })),
  inStock: z.record(z.string(), z.boolean()),
  reviews: z.array(z.looseObject({ id: z.string(), product: z.string() })),
});

type Data = z.infer<typeof dataSchema>;
interface Required {
  readonly upc: string;
  readonly price?: number | null;
  readonly weight?: number | null;
}

/** The public benchmark that data/README.md tells of. */
export function fourSubgraphs(): BenchGraph {
  const data = dataSchema.parse(JSON.parse(read('data.json')));
  const resolvers = resolversOf(data);
  const schemas = new Map(
    Object.entries(data.subgraphs).map(([name, sdl]) => [
      name,
      buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers[name] ?? {} } as never),
    ]),
  );
  return {
    name: 'four-subgraphs',
    supergraph: read('supergraph.graphql'),
    operations: ['big', 'small'].map((name) => ({
      name,
      request: JSON.parse(read(`${name}.json`)) as SubgraphRequest,
    })),
    ask: async (subgraph, { query, variables = {}, operationName }) => {
      const schema = schemas.get(subgraph);
      if (schema === undefined) throw new Error(`there is no subgraph ${subgraph}`);
      return graphql({ schema, source: query, variableValues: variables, operationName: operationName ?? null });
    },
  };
}

function resolversOf({ users, products, inStock, reviews }: Data): Readonly<Record<string, object>> {
  const product = (upc: string) => products.find((found) => found.upc === upc);
  const user = (id: string) => users.find((found) => found.id === id);
  return {
    accounts: {
      Query: { me: () => users[0], users: () => users, user: (_root: unknown, { id }: { id: string }) => user(id) },
      User: { __resolveReference: ({ id }: { id: string }) => user(id) },
    },
    inventory: {
      Product: {
        __resolveReference: (given: Required) => given,
        inStock: ({ upc }: Required) => inStock[upc],
        shippingEstimate: ({ price, weight }: Required) => {
          if (price == null) return null;
          return price > FREE_SHIPPING_FROM ? 0 : Math.floor((weight ?? 0) / 2);
        },
      },
    },
    products: {
      Query: { topProducts: (_root: unknown, { first }: { first: number }) => products.slice(0, first) },
      Product: { __resolveReference: ({ upc }: { upc: string }) => product(upc) },
    },
    reviews: {
      Review: {
        __resolveReference: ({ id }: { id: string }) => reviews.find((review) => review.id === id),
        product: (review: { product: string }) => ({ upc: review.product }),
      },
      User: { reviews: () => reviews.slice(0, REVIEWS_OF_A_USER) },
      Product: { reviews: ({ upc }: { upc: string }) => reviews.filter((review) => review.product === upc) },
    },
  };
}

function read(file: string): string {
  return readFileSync(join(DATA, file), 'utf8');
}
