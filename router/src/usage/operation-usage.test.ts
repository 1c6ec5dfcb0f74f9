import { buildSchema, GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { acceptOperation } from '../engine/operation/accept.ts';
import { createOperationUsage, type OperationUsage, type UsageBounds } from './operation-usage.ts';

const schema = buildSchema(`
  type Query { product(id: ID!, colour: Colour): Product  search(filter: Filter): [Result] }
  type Product { name: String  weight: Int  colour: Colour }
  type Shop { name: String }
  union Result = Product | Shop
  enum Colour { RED BLUE }
  input Filter { text: String  within: Filter }
`);

const NAME = 'query Name { product(id: 1) { name } }';
const WEIGHT = 'query Weight { product(id: 1) { ...Parts } } fragment Parts on Product { weight }';

let time = Date.parse('2026-06-01T12:00:00Z');
const start = (bounds?: UsageBounds) => createOperationUsage(() => time, bounds);

describe('what is counted', () => {
  it('is each operation, with who asked and when last', () => {
    const usage = start();
    ask(usage, NAME, 'app 1.0', 'app 1.0', 'app 1.1', undefined);
    time += 86_400_000;
    ask(usage, NAME, 'app 1.1');
    const { operations, from, to, others } = usage.read();
    expect(operations).toMatchObject([
      { name: 'Name', client: 'app 1.0', count: 2, lastSeen: '2026-06-01' },
      { name: 'Name', client: 'app 1.1', count: 2, lastSeen: '2026-06-02' },
      { name: 'Name', count: 1, lastSeen: '2026-06-01' },
    ]);
    expect(operations[2]).not.toHaveProperty('client');
    expect([from, to, others]).toEqual(['2026-06-01T12:00:00.000Z', '2026-06-02T12:00:00.000Z', 0]);
  });

  it('has the operation with its fragments, and no other one of the document', () => {
    const usage = start();
    ask(usage, `${NAME} ${WEIGHT}`, 'app');
    const [{ document = '' } = {}] = usage.read().operations;
    expect(document).toContain('query Name');
    expect(document).not.toContain('weight');
    ask(usage, WEIGHT, 'app');
    expect(usage.read().operations[1]?.document).toContain('fragment Parts');
  });

  it('has no text that somebody has written into a document', () => {
    const usage = start();
    const block = '"""Ada King"""';
    ask(usage, `{ search(filter: { text: "ada@example.com", within: { text: ${block} } }) { __typename } }`, 'app');
    const [{ document = '' } = {}] = usage.read().operations;
    expect(document).toContain('search(filter: {text: "", within: {text: ""}})');
  });

  it('is every coordinate that an operation uses, once for each request', () => {
    const usage = start();
    ask(usage, NAME, 'app', 'app');
    ask(usage, 'query Both { a: product(id: 1, colour: RED) { name } b: product(id: 2) { name } }', 'app');
    const { coordinates } = usage.read();
    expect(countsOf(coordinates)).toEqual({
      ...{ 'Query.product': 3, 'Query.product.id': 3, 'Query.product.colour': 1, 'Colour.RED': 1 },
      ...{ Product: 3, 'Product.name': 3, String: 3 },
    });
  });

  it('is all that a variable may hold, and all that may come', () => {
    const usage = start();
    ask(usage, 'query Search($filter: Filter) { search(filter: $filter) { ... on Product { colour } } }', undefined);
    expect(countsOf(usage.read().coordinates)).toMatchObject({
      ...{ Filter: 1, 'Filter.text': 1, 'Filter.within': 1 },
      ...{ Result: 1, Shop: 1, 'Colour.RED': 1, 'Colour.BLUE': 1 },
    });
  });

  it('begins anew when it is cleared', () => {
    const usage = start();
    ask(usage, NAME, 'app');
    usage.clear();
    expect(usage.read()).toMatchObject({ coordinates: {}, operations: [], others: 0 });
    ask(usage, NAME, 'app');
    expect(usage.read().operations).toMatchObject([{ count: 1 }]);
  });
});

describe('what is kept has a bound', () => {
  it.each([
    ['entries', { entries: 1, characters: 1_000 }],
    ['characters', { entries: 10, characters: 50 }],
  ])(
    'of %s; what is beyond it is told of as others, and its coordinates are counted all the same',
    (_title, bounds) => {
      const usage = start(bounds);
      ask(usage, NAME, 'app');
      ask(usage, WEIGHT, 'app', 'app');
      const { coordinates, operations, others } = usage.read();
      expect(operations).toMatchObject([{ name: 'Name', count: 1 }]);
      expect(others).toBe(2);
      expect(countsOf(coordinates)).toMatchObject({ 'Product.weight': 2, 'Product.name': 1, 'Query.product': 3 });
    },
  );

  it('of clients that invent names', () => {
    const usage = start({ entries: 2, characters: 1_000 });
    ask(usage, NAME, 'one', 'two', 'three', 'four');
    const { coordinates, operations, others } = usage.read();
    expect(operations.map(({ client }) => client)).toEqual(['one', 'two']);
    expect([others, coordinates['Product.name']?.count]).toEqual([2, 4]);
  });
});

/** Accepts the operation anew for each client, as if its document had been forgotten in between. */
function ask(usage: OperationUsage, text: string, ...clients: readonly (string | undefined)[]): void {
  for (const client of clients) {
    const accepted = acceptOperation(
      { schema, maxTokens: 1_000, limits: [] },
      text,
      /query (\w+)/.exec(text)?.[1],
      '1',
    );
    if ('refusals' in accepted) throw accepted.refusals[0] ?? new GraphQLError('refused');
    usage.count({ ...accepted, schema }, client);
  }
}

function countsOf(coordinates: Readonly<Record<string, { readonly count: number }>>): Record<string, number> {
  return Object.fromEntries(Object.entries(coordinates).map(([name, { count }]) => [name, count]));
}
