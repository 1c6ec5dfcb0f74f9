import { describe, expect, it } from 'vitest';
import { createLocalGraph, PLANNERS } from './local-graph.ts';
import { SHOP } from './shop.ts';

describe.each(PLANNERS)('with the planner %s', (planner) => {
  const { ask } = createLocalGraph(SHOP, { planner });

  /** What the resolver got. */
  async function received(query: string, variables?: Record<string, unknown>): Promise<unknown> {
    const { data, errors } = await ask(query, variables);
    expect(errors).toBeUndefined();
    return JSON.parse(data.echo as string);
  }

  describe('variables', () => {
    const ECHO = `query ($text: String, $number: Int = 7, $list: [String!], $filter: Filter) {
      echo(text: $text, number: $number, list: $list, filter: $filter)
    }`;

    it.each([
      ['that are left out leave the argument’s own default', {}, { text: 'none', number: 7 }],
      ['that are null are null', { text: null, number: null }, { text: null, number: null }],
      ['take one value for a list', { list: 'one' }, { text: 'none', number: 7, list: ['one'] }],
      [
        'fill in what their input types say',
        { filter: { limits: 3, deep: { limits: null } } },
        { text: 'none', number: 7, filter: { text: 'any', limits: [3], deep: { text: 'any', limits: null } } },
      ],
    ])('%s', async (_name, variables, expected) => {
      expect(await received(ECHO, variables)).toEqual(expected);
    });

    it('go on to the second service that they are for', async () => {
      const query =
        'query ($at: String = "y", $skip: Boolean = false) { product(id: "1") { shelf(at: $at) slug @skip(if: $skip) } }';
      expect((await ask(query)).data).toEqual({ product: { shelf: 'y1', slug: 'tray' } });
      expect((await ask(query, { at: null })).data).toEqual({ product: { shelf: 'null1', slug: 'tray' } });
    });

    it('may be called as those of federation are', async () => {
      const query = `query ($representations: String, $_any: String, $client_x: String) {
        product(id: "1") { a: shelf(at: $representations) b: shelf(at: $_any) c: shelf(at: $client_x) }
      }`;
      const { data } = await ask(query, { representations: 'r', _any: 'a', client_x: 'c' });
      expect(data).toEqual({ product: { a: 'r1', b: 'a1', c: 'c1' } });
    });

    it.each([
      ['of another type', { number: 'seven' }],
      ['that an input type does not have', { filter: { unknown: 1 } }],
    ])('%s are refused before any subgraph is asked', async (_name, variables) => {
      const { data, errors } = await ask(ECHO, variables);
      expect(data).toBeUndefined();
      expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
    });

    it('may be missing where a value must be, and are then refused', async () => {
      const { errors } = await ask('query ($id: ID!) { product(id: $id) { id } }');
      expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    });
  });

  describe('literals', () => {
    it('reach a service with their escapes', async () => {
      const text = 'a "quote" \\ back \n line \t tab \u0007 bell \u00e9 \u{1f600} \u2028 end';
      expect(await received(`{ echo(text: ${JSON.stringify(text)}) }`)).toEqual({ text });
    });

    it('reach it also with a backspace in them, which not every planner can write', async () => {
      expect(await received('{ echo(text: "a\\bb \\\\b") }')).toEqual({ text: 'a\bb \\b' });
    });

    it('may be blocks of text', async () => {
      const query =
        '{ echo(text: """\n    first "line" \\n\n      second\n  """, filter: { text: """in an object""" }) }';
      expect(await received(query)).toEqual({
        text: 'first "line" \\n\n  second',
        filter: { text: 'in an object' },
      });
    });

    it('may be one value for a list, objects in objects, and null', async () => {
      const query = '{ echo(text: null, list: "one", filter: { limits: 1, deep: { text: null } }) }';
      expect(await received(query)).toEqual({
        text: null,
        list: ['one'],
        filter: { text: 'any', limits: [1], deep: { text: null } },
      });
    });

    it('may hold variables', async () => {
      const query =
        'query ($t: String!, $n: Int! = 2) { echo(list: [$t, "b"], filter: { text: $t, limits: [1, $n] }) }';
      expect(await received(query, { t: 'a' })).toEqual({
        text: 'none',
        list: ['a', 'b'],
        filter: { text: 'a', limits: [1, 2] },
      });
    });
  });
});
