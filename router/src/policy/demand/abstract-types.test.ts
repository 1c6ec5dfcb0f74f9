import { Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeLocal, createLocalGraph } from '../../engine/testing/local-graph.ts';
import { estimateCost } from './cost-estimate.ts';
import { readCostRules } from './cost-rules.ts';

const library = {
  sdl: `
    type Query { items: [Item!] @listSize(assumedSize: 2)  find: [Find!] @listSize(assumedSize: 3)  item: Item }
    interface Item @key(fields: "id") {
      id: ID!
      cover: String
      author: Author
      like(first: Int, by: String): [Item!]
      parts: [Part!] @listSize(assumedSize: 4)
    }
    type Book implements Item @key(fields: "id") @cost(weight: 7) {
      id: ID!
      cover: String @cost(weight: 5)
      author: Author @cost(weight: 0)
      like(first: Int, by: String @cost(weight: 9)): [Item!] @listSize(slicingArguments: ["first"])
      parts: [Part!]
    }
    type Film implements Item @key(fields: "id") {
      id: ID!
      cover: String
      author: Author
      like(first: Int, by: String, last: Int): [Item!] @listSize(assumedSize: 2, slicingArguments: ["last"])
      parts: [Part!] @listSize(assumedSize: 6)
    }
    union Find = Book | Film
    type Author { name: String }
    type Part { name: String }`,
  resolvers: {
    Query: {
      items: () => [
        { __typename: 'Book', id: 'b', cover: 'blue' },
        { __typename: 'Film', id: 'f', cover: 'red' },
      ],
      find: () => [{ __typename: 'Film', id: 'f' }],
    },
  },
};
const reviews = {
  sdl: `type Item @interfaceObject @key(fields: "id") { id: ID!  score: Int @cost(weight: 3) }`,
  resolvers: {},
};
const subgraphs = { library, reviews };
const rules = readCostRules(parse(composeLocal(subgraphs)));
const graph = createLocalGraph(subgraphs, { weightOf: rules.weightOf });

function estimate(query: string): number {
  const operation = parse(query).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const fragments = new Map();
  return estimateCost({ schema: graph.engine.schema, operation: operation!, fragments, variables: {} }, rules);
}

describe('what is asked for by an interface or a union', () => {
  it.each([
    ['could be of the heaviest of its types', '{ items { id } }', 2 * 7],
    ['could be of the heaviest of a union', '{ find { ... on Film { id } } }', 3 * 7],
    ['has fields that could be the heaviest type’s', '{ item { cover } }', 7 + 5],
    ['has fields of which not all types say what they weigh', '{ item { author { name } } }', 7 + 1],
    ['has lists as long as the longest of any type', '{ item { parts { name } } }', 7 + 6],
    ['takes what costs something somewhere', '{ item { like(by: "x", first: 1) { id } } }', 7 + 9 + 2 * 7],
    ['may be asked for as long a list', '{ item { like(first: 5) { id } } }', 7 + 5 * 7],
    ['may be known by it to another service', '{ item { score } }', 7 + 3],
    ['may be known by it, and asked for by one type', '{ item { ... on Book { score } } }', 7 + 3],
  ])('%s', (_title, query, cost) => {
    expect(estimate(query)).toBe(cost);
  });

  it('has cost what came', async () => {
    const costOf = async (query: string) => (await graph.engine.write({ query, context: undefined })).cost;
    expect(await costOf('{ items { __typename cover } }')).toBe(7 + 5 + 1);
    expect(await costOf('{ find { ... on Film { id } } }')).toBe(1);
  });
});
