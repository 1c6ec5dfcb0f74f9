import { describe, expect, it } from 'vitest';
import { createLocalGraph, PLANNERS, type VisibleAnswer } from './local-graph.ts';
import { SHOP } from './shop.ts';

const pathsOf = ({ errors }: VisibleAnswer) => errors?.map(({ path }) => path?.join('.')).sort();

describe.each(PLANNERS)('with the planner %s, an error of a subgraph', (planner) => {
  const { ask } = createLocalGraph(SHOP, { planner });

  it('stands where its field is, with its message, code and service', async () => {
    expect(await ask('{ fragile { sound broken } }')).toEqual({
      data: { fragile: { sound: 'yes', broken: null } },
      errors: [
        {
          message: 'broken is broken',
          path: ['fragile', 'broken'],
          extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'products' },
        },
      ],
    });
  });

  it('about an entity of a list stands at its place in that list', async () => {
    const answer = await ask('{ products { slug shelf other: shelf(at: "y") } }');
    expect(answer.data.products[1]).toEqual({ slug: 'lamp', shelf: null, other: null });
    expect(pathsOf(answer)).toEqual(['products.1.other', 'products.1.shelf']);
  });

  it('about an entity in lists of lists, and in several places, stands at each', async () => {
    const answer = await ask('{ shelves { shelf } products { shelf } again: product(id: "2") { shelf } }');
    expect(pathsOf(answer)).toEqual(['again.shelf', 'products.1.shelf', 'shelves.0.1.shelf']);
  });

  it('has the client’s names in its path', async () => {
    const answer = await ask('{ id: shelves { archived: shelf } fragile { deep { __x: broken } } }');
    expect(pathsOf(answer)).toEqual(['fragile.deep.__x', 'id.0.1.archived']);
  });

  it('at a field that must not be null takes away the object around it, and needs no second error', async () => {
    const answer = await ask('{ fragile { sound needed } }');
    expect(answer.data).toEqual({ fragile: null });
    expect(pathsOf(answer)).toEqual(['fragile.needed']);
  });

  it('goes up to the next place that may be null, through lists', async () => {
    const answer = await ask('{ fragile { sound list { sound needed } deep { deep { needed } } } }');
    expect(answer.data).toEqual({ fragile: { sound: 'yes', list: null, deep: { deep: null } } });
    expect(pathsOf(answer)).toEqual(['fragile.list.0.needed']);
  });

  it('at a field that only the plan has asked for stands at the object that lacks something for it', async () => {
    const graph = createLocalGraph({ ...SHOP, products: withBrokenPrice() }, { planner });
    const answer = await graph.ask('{ product(id: "1") { slug shelfPrice } }');
    expect(answer.data).toEqual({ product: { slug: 'tray', shelfPrice: 0 } });
    expect(pathsOf(answer)).toEqual(['product']);
  });
});

function withBrokenPrice() {
  const { Product, ...others } = SHOP.products.resolvers as { readonly Product: object };
  const price = () => {
    throw new Error('no price');
  };
  return { ...SHOP.products, resolvers: { ...others, Product: { ...Product, price } } };
}
