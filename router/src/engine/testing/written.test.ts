import { describe, expect, it } from 'vitest';
import { createEngine } from '../engine.ts';
import { composeLocal } from './local-graph.ts';
import { createLocalPlanner } from './local-planner.ts';

const SUPERGRAPH = composeLocal({
  things: {
    sdl: `
      scalar Any
      enum Colour { RED GREEN }
      interface Thing { id: ID! }
      type Other implements Thing { id: ID! }
      type Item implements Thing {
        id: ID!
        text: String
        number: Float
        int: Int
        flag: Boolean
        colour: Colour
        any: Any
        must: String!
        names: [[String!]]
        constructor: String
        toString: String
      }
      type Query { item: Item thing: Thing items: [Item!] }
    `,
  },
});

const PLANNER = createLocalPlanner(SUPERGRAPH, 'apollo');

/** The same answer as an object and as text, to what a subgraph has sent without JSON in between. */
async function answers(query: string, data: Readonly<Record<string, unknown>>) {
  const engine = createEngine<null>({ supergraph: SUPERGRAPH, planner: PLANNER, fetch: async () => ({ data }) });
  const completed = await engine.execute({ query, context: null });
  return { completed, written: await engine.write({ query, context: null }) };
}

/** What is under `field` of an item, written; both ways have to be the same, with their errors. */
async function written(field: string, value: unknown) {
  const query = `{ item { ${field} } }`;
  const item = { __typename: 'Item', ...(value === undefined ? {} : { [field]: value }) };
  const { completed, written: text } = await answers(query, { item });
  expect(text.data).toBe(JSON.stringify(completed.data));
  expect(text.errors).toEqual(completed.errors);
  return text;
}

const HOSTILE = 'a "quote" \\ \u0000\u001f \u2028\u2029 \ud800 \udc00 😀 </script>';

describe('an answer is written as JSON.stringify writes it', () => {
  it.each([
    ['text', HOSTILE],
    ['text', '"'],
    ['text', '\\'],
    ['text', '\u0000'],
    ['text', '\u001f'],
    ['text', 'half \ud800'],
    ['text', '\udc00 half'],
    ['text', ''],
    ['text', undefined],
    ['id', '"1"'],
    ['number', 1e21],
    ['number', -0],
    ['number', 5e-324],
    ['number', 0.1],
    ['int', -0],
    ['int', 2_147_483_647],
    ['int', -2_147_483_648],
    ['flag', false],
    ['colour', 'GREEN'],
    ['any', HOSTILE],
    ['any', JSON.parse('{"__proto__":{"a":1},"toJSON":"no function","b":[null,-0,1e400]}')],
    ['any', { toJSON: () => ({ a: HOSTILE }) }],
    ['any', 12_345_678_901_234_567_890],
    ['names', [[HOSTILE], null, []]],
    ['constructor', 'a name'],
    ['constructor', undefined],
    ['toString', undefined],
  ])('at once where %s is %j', async (field, value) => {
    expect((await written(field, value)).isWrittenAtOnce).toBe(true);
  });

  it.each([
    ['text', 17],
    ['text', { a: 1 }],
    ['id', 17],
    ['number', Number.NaN],
    ['number', Number.POSITIVE_INFINITY],
    ['number', '1'],
    ['int', 2_147_483_648],
    ['int', 1.5],
    ['flag', 'true'],
    ['colour', 'MAUVE'],
    ['any', () => 'no JSON'],
    ['must', null],
    ['must', undefined],
    ['names', [['a', null]]],
    ['names', 'a'],
  ])('value by value where %s is %s', async (field, value) => {
    expect((await written(field, value)).isWrittenAtOnce).toBe(false);
  });

  it.each([
    ['an object of another type', { item: { __typename: 'Other', id: '1' } }],
    ['an object of a type that nobody knows', { item: { __typename: 'Nobody', id: '1' } }],
    ['a list', { item: [] }],
    ['a text', { item: 'item' }],
  ])('value by value where an object is %s', async (_what, data) => {
    const { completed, written: text } = await answers('{ item { id } }', data);
    expect(text).toMatchObject({ data: JSON.stringify(completed.data), isWrittenAtOnce: false });
    expect(text.errors).toEqual(completed.errors);
  });

  it('under names that mean something to JavaScript', async () => {
    const query = '{ item { __proto__: text constructor: text hasOwnProperty: id then: id } }';
    const item = { __typename: 'Item', _0: 'a', _1: 'b', _2: 'c', hasOwnProperty: 'd', then: 'e', constructor: 'f' };
    const { completed, written: text } = await answers(query, { item });
    expect(text.data).toBe(JSON.stringify(completed.data));
    expect(text).toMatchObject({ isWrittenAtOnce: true });
    expect(text.data).toMatch(/^\{"item":\{"__proto__":/);
  });

  it('by the type of each object, and by the interface where an object does not tell', async () => {
    const query = '{ thing { id __typename ... on Item { text } } items { text } }';
    const of = async (thing: object) => (await answers(query, { thing, items: [] })).written.data;
    expect(await of({ __typename: 'Item', id: '1', text: 'a' })).toBe(
      '{"thing":{"id":"1","__typename":"Item","text":"a"},"items":[]}',
    );
    expect(await of({ __typename: 'Other', id: '1', text: 'a' })).toBe(
      '{"thing":{"id":"1","__typename":"Other"},"items":[]}',
    );
  });

  it('without what the schema tells of itself, which is completed', async () => {
    const { completed, written: text } = await answers('{ __typename item { id } __type(name: "Item") { name } }', {
      item: { id: '1' },
    });
    expect(text).toMatchObject({ data: JSON.stringify(completed.data), isWrittenAtOnce: false });
    expect(text.errors).toBeUndefined();
  });
});
