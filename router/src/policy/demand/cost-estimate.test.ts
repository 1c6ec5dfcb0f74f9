import { buildSchema, Kind, parse, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { estimateCost } from './cost-estimate.ts';
import { NO_COST_RULES } from './cost-rules.ts';

const SCHEMA = buildSchema(`
  type Query {
    product: Product
    byId(ids: [ID!]!): [Product!]
    page(first: Int = 4): Page
    search(first: Int = 6): [Hit!]!
    shelves(first: Int): [[[Shelf!]!]]
  }
  union Hit = Product | Shelf
  type Shelf { name: String products: [Product!]! }
  type Page { nodes: [Product!]! edges: [Edge!]! total: Int }
  type Edge { node: Product! }
  type Product { id: ID tags: [String!]! pictures: [Picture!]! related(first: Int = 4): [Product!]! }
  type Picture { url: String }
`);

describe('what an answer could cost where the graph says nothing', () => {
  it.each([
    ['one for a field', '{ product { id } }', 1],
    ['none for scalars, however many', '{ product { tags } }', 1],
    ['ten for a list whose length nothing tells', '{ product { pictures { url } } }', 1 + 10],
    ['as many as are asked for', '{ product { related(first: 7) { id } } }', 1 + 7],
    ['the default where nothing is asked for', '{ product { related { id } } }', 1 + 4],
    ['as many as there are ids', '{ byId(ids: ["1", "2", "3"]) { id } }', 3],
    ['a connection’s page', '{ page(first: 50) { nodes { id } total } }', 1 + 50],
    ['a page as edges and as nodes', '{ page(first: 5) { nodes { id } edges { node { id } } } }', 1 + 5 + 5 * 2],
    [
      'lists in lists, multiplied',
      '{ page(first: 50) { nodes { related(first: 20) { related(first: 20) { id } } } } }',
      1 + 50 * (1 + 20 * (1 + 20)),
    ],
    ['what stands in fragments', '{ ...A } fragment A on Query { page(first: 3) { ... { nodes { id } } } }', 1 + 3],
    [
      'every member of a union',
      '{ search { ... on Product { pictures { url } } ... on Shelf { products { id } } } }',
      6 * (1 + 10 + 10),
    ],
    ['lists of lists, each of which is long', '{ shelves(first: 3) { name } }', 3 * 10 * 10],
    ['all aliases', '{ a: product { id } b: product { id } }', 2],
    ['nothing for a list of less than nothing', '{ page(first: -5) { nodes { related { id } } } }', 1],
  ])('are %s', (_title, document, expected) => {
    expect(count(document)).toBe(expected);
  });

  it('are told by variables too, and by their defaults', () => {
    const document = 'query ($n: Int = 3, $ids: [ID!]!) { page(first: $n) { nodes { id } } byId(ids: $ids) { id } }';
    expect(count(document, { n: 9, ids: ['1', '2'] })).toBe(1 + 9 + 2);
    expect(count(document, { ids: [] })).toBe(1 + 3);
  });
});

function count(text: string, variables: Record<string, unknown> = {}): number {
  const { definitions } = parse(text);
  const operation = definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const fragments = definitions.filter(
    (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  const byName = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  return estimateCost({ schema: SCHEMA, operation: operation!, fragments: byName, variables }, NO_COST_RULES);
}
