import { describe, expect, it } from 'vitest';
import { BARE, WITHOUT_TYPES } from './hostile-graphs.ts';
import { createLocalGraph, PLANNERS } from './local-graph.ts';
import { SHOP } from './shop.ts';

describe.each(PLANNERS)('with the planner %s, the answer', (planner) => {
  const { ask, calls } = createLocalGraph(SHOP, { planner });

  it('joins what several subgraphs know about an entity, by a key of several fields too', async () => {
    expect(await ask('{ products { slug inStock reviews { stars author { name org { id } } } } }')).toEqual({
      data: {
        products: [
          {
            slug: 'tray',
            inStock: true,
            reviews: [
              { stars: 5, author: { name: 'Ada', org: { id: 'x' } } },
              { stars: 1, author: { name: 'Bob', org: { id: 'x' } } },
            ],
          },
          { slug: 'lamp', inStock: false, reviews: [] },
          { slug: 'vase', inStock: true, reviews: [{ stars: 3, author: { name: 'Ada', org: { id: 'x' } } }] },
        ],
      },
    });
  });

  it('is refused where there is no way to what is selected, and not a null that nobody has given', async () => {
    const graph = createLocalGraph(WITHOUT_TYPES, { planner });
    const { data, errors } = await graph.ask(BARE);
    expect([data, errors?.[0]?.extensions['code']]).toEqual([undefined, 'QUERY_PLAN_FAILED']);
    expect(await graph.ask('{ first { shelf } }')).toEqual({ data: { first: { shelf: 'top' } } });
  });

  it('asks once about an entity that stands in several places', async () => {
    calls.length = 0;
    const { data } = await ask('{ shelves { slug shelf: inStock } }');
    expect(data.shelves).toEqual([
      [
        { slug: 'tray', shelf: true },
        { slug: 'lamp', shelf: false },
      ],
      [],
      [
        { slug: 'vase', shelf: true },
        { slug: 'tray', shelf: true },
      ],
    ]);
    const [first, second, ...others] = calls;
    expect([first?.service, second?.service, others]).toEqual(['products', 'stock', []]);
    expect(second?.variables['representations']).toHaveLength(3);
  });

  it('keeps places of the same entity apart, whatever each of them is asked for', async () => {
    const { data } = await ask('{ reviews { product { slug reviews { product { name inStock } } } } }');
    expect(data.reviews[0].product).toEqual({
      slug: 'tray',
      reviews: [{ product: { name: 'Tray', inStock: true } }, { product: { name: 'Tray', inStock: true } }],
    });
  });

  it('knows the types behind an interface object', async () => {
    const query = '{ reviews { media { __typename score title ... on Film { minutes } } } }';
    expect((await ask(query)).data.reviews).toEqual([
      { media: { __typename: 'Book', score: 1, title: 'Paper' } },
      { media: { __typename: 'Film', score: 2, title: 'Light', minutes: 90 } },
      { media: { __typename: 'Film', score: 2, title: 'Light', minutes: 90 } },
    ]);
    expect((await ask('{ reviews { media { score } } }')).data.reviews[0]).toEqual({ media: { score: 1 } });
    expect((await ask('{ media { __typename score } }')).data.media[1]).toEqual({ __typename: 'Film', score: 2 });
  });

  it('has its fields in the order of the document, merged from wherever they are selected', async () => {
    const query = `{
      product(id: "1") { ...A inStock ... on Product { name size { height } } }
      product(id: "1") { size { width } slug }
    }
    fragment A on Product { slug reviews { stars } reviews { product { id } } }`;
    const { data } = await ask(query);
    expect(JSON.stringify(data.product)).toBe(
      '{"slug":"tray","reviews":[{"stars":5,"product":{"id":"1"}},{"stars":1,"product":{"id":"1"}}],' +
        '"inStock":true,"name":"Tray","size":{"height":7,"width":1}}',
    );
  });

  it('has nulls where there is nothing', async () => {
    expect(await ask('{ product(id: "none") { slug inStock } search { ... on Product { slug } } }')).toEqual({
      data: { product: null, search: [{ slug: 'tray' }, {}, null] },
    });
  });
});
