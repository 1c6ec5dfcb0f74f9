import { describe, expect, it } from 'vitest';
import { createLocalGraph, PLANNERS } from './local-graph.ts';
import { SHOP } from './shop.ts';

describe.each(PLANNERS)('with the planner %s, an alias', (planner) => {
  const { ask, calls } = createLocalGraph(SHOP, { planner });

  it('that is called like a key gives what it stands for, and the entity is found all the same', async () => {
    expect(await ask('{ products(first: 3) { slug id: slug inStock } }')).toEqual({
      data: {
        products: [
          { slug: 'tray', id: 'tray', inStock: true },
          { slug: 'lamp', id: 'lamp', inStock: false },
          { slug: 'vase', id: 'vase', inStock: true },
        ],
      },
    });
  });

  it('that is called like a field which another service requires does not reach that service', async () => {
    expect(
      await ask('{ product(id: "2") { archived: slug price: name size: slug inStock shelfPrice volume } }'),
    ).toEqual({
      data: {
        product: { archived: 'lamp', price: 'Lamp', size: 'lamp', inStock: false, shelfPrice: 40, volume: 200 },
      },
    });
  });

  it('that begins with two underscores is like any other', async () => {
    const query = '{ product(id: "1") { __typename: name x: __typename __slug: slug __proto__: id inStock } }';
    const { data } = await ask(query);
    expect(Object.entries(data.product as object)).toEqual([
      ['__typename', 'Tray'],
      ['x', 'Product'],
      ['__slug', 'tray'],
      ['__proto__', '1'],
      ['inStock', true],
    ]);
  });

  it('may be what objects of JavaScript have by nature', async () => {
    const { data } = await ask('{ product(id: "3") { constructor: name toString: shelf hasOwnProperty: inStock } }');
    expect(data.product).toEqual({ constructor: null, toString: 'x3', hasOwnProperty: true });
  });

  it('may mean different fields of different types', async () => {
    const query = `{
      search { __typename ... on Product { one: name inStock } ... on User { one: name id } }
      media { ... on Book { length: pages } ... on Film { length: minutes } score }
    }`;
    expect(await ask(query)).toEqual({
      data: {
        search: [
          { __typename: 'Product', one: 'Tray', inStock: true },
          { __typename: 'User', one: 'Bob', id: 'b' },
          null,
        ],
        media: [
          { length: 100, score: 1 },
          { length: 90, score: 2 },
        ],
      },
    });
  });

  it('tells apart what is asked with different arguments, also of what another service requires', async () => {
    expect(
      await ask(
        '{ product(id: "2") { price(currency: "EUR") dollars: price(currency: "USD") shelfPrice a: shelfPrice } }',
      ),
    ).toEqual({ data: { product: { price: 2, dollars: 4, shelfPrice: 40, a: 40 } } });
  });

  it('of two lists of the same entities gives each its own fields', async () => {
    const query = '{ all: products { inStock } first: products(first: 1) { inStock reviews { id: stars } } }';
    expect((await ask(query)).data).toEqual({
      all: [{ inStock: true }, { inStock: false }, { inStock: true }],
      first: [{ inStock: true, reviews: [{ id: 5 }, { id: 1 }] }],
    });
  });

  it('of ours is not seen by subgraphs where the client’s harms nobody', async () => {
    calls.length = 0;
    await ask('{ product(id: "1") { nickname: name } }');
    expect(calls.map(({ query }) => query)).toEqual([expect.stringContaining('nickname')]);
  });
});
