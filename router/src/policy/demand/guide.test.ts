import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeLocal, createLocalGraph } from '../../engine/testing/local-graph.ts';
import { estimateCost } from './cost-estimate.ts';
import { readCostRules } from './cost-rules.ts';

const GUIDE = readFileSync(resolve(import.meta.dirname, '../../../../docs/guides/demand-control.md'), 'utf8');
const SDL = /```graphql\n([^]*?)```/.exec(GUIDE)?.[1] ?? '';
const ROWS = [...GUIDE.matchAll(/^\| `(\{.*\})` +\| (\d+) +\|/gm)].map(
  ([, operation = '', cost]) => [operation, Number(cost)] as const,
);

const book = { title: 'Tea', cover: 'blue' };
const library = {
  sdl: SDL,
  resolvers: {
    Query: {
      books: () => [book, book],
      search: () => [],
      shelf: () => ({ name: 'A', books: [book, null], rooms: null }),
    },
  },
};
const rules = readCostRules(parse(composeLocal({ library })));
const graph = createLocalGraph({ library }, { weightOf: rules.weightOf });

function estimate(query: string, variables: Record<string, unknown> = {}): number {
  const operation = parse(query).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return estimateCost({ schema: graph.engine.schema, operation: operation!, fragments: new Map(), variables }, rules);
}

async function actual(query: string): Promise<number | undefined> {
  return (await graph.engine.write({ query, context: undefined })).cost;
}

describe('the guide to demand control', () => {
  it('has operations', () => expect(ROWS.length).toBe(7));

  it.each(ROWS)('says what %s could cost', (operation, cost) => {
    expect(estimate(operation)).toBe(cost);
  });

  it.each(['{ books { title } }', '{ books(first: 1, last: 1) { title } }', '{ books(first: null) { title } }'])(
    'says that %s is refused',
    (operation) => {
      expect(() => estimate(operation)).toThrow(
        expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }) as Error,
      );
    },
  );
});

describe('by the rules of a graph', () => {
  it('variables tell how long lists are, and how much is given', () => {
    const books = 'query ($n: Int, $m: Int) { books(first: $n, last: $m) { title } }';
    expect(estimate(books, { n: 3 })).toBe(6);
    expect(estimate(books, { m: 5, n: null })).toBe(10);
    expect(estimate('query ($size: Int = 2) { shelf(size: $size) { books { title } } }')).toBe(5);
    const search = 'query ($f: Filter) { search(text: "tea", filter: $f) { title } }';
    expect([estimate(search), estimate(search, { f: {} }), estimate(search, { f: { fuzzy: false } })]).toEqual([
      26, 26, 30,
    ]);
    expect(() => estimate(books, { n: 3, m: 3 })).toThrow(/needs one of first, last/);
  });

  it('an answer costs what came, and not what could have', async () => {
    expect(await actual('{ books(first: 100) { title } }')).toBe(4);
    expect(await actual('{ a: books(first: 100) { title cover } shelf { name rooms { name } } }')).toBe(14 + 1);
    expect(await actual('{ search(text: "") { title } }')).toBe(0);
    expect(await actual('{ __typename }')).toBe(0);
  });

  it('nobody adds up what nobody has weighed', async () => {
    const { engine } = createLocalGraph({ library });
    expect(await engine.write({ query: '{ books(first: 1) { title } }', context: undefined })).not.toHaveProperty(
      'cost',
    );
  });
});
