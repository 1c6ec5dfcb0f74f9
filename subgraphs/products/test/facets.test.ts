import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addBrand,
  addCategory,
  addProduct,
  ADMINISTRATOR,
  ARCHIVE,
  startProducts,
  type ProductsService,
} from './fixtures.ts';

const FACETS = `
  query Facets($filter: ProductFilter) {
    products(first: 1, filter: $filter) {
      facets { categories { category { slug } count } brands { brand { slug } count } minPriceMinor maxPriceMinor }
    }
  }`;

let service: ProductsService;
beforeAll(async () => {
  service = await startProducts();
  const living = await addCategory(service, { slug: 'living' });
  const table = await addCategory(service, { slug: 'table' });
  const lamps = await addCategory(service, { slug: 'lamps', parentId: living.id });
  const floor = await addCategory(service, { slug: 'floor-lamps', parentId: lamps.id });
  await addCategory(service, { slug: 'nothing-inside', parentId: living.id });
  const zenith = await addBrand(service, { slug: 'zenith', name: 'Zenith' });
  const acorn = await addBrand(service, { slug: 'acorn', name: 'Acorn' });
  const add = (name: string, amountMinor: number, category: { id: string }, brand: { id: string }) =>
    addProduct(service, { name, amountMinor, categoryId: category.id, brandId: brand.id });
  await add('Desk lamp', 5_000, lamps, zenith);
  await add('Arc lamp', 20_000, floor, zenith);
  await add('Column lamp', 30_000, floor, acorn);
  await add('Bowl', 1_000, table, acorn);
  const gone = await add('Gone bowl', 100, table, acorn);
  await service.query(ARCHIVE, { variables: { productId: gone.id }, viewer: ADMINISTRATOR });
});
afterAll(() => service.stop());

async function facets(filter: Record<string, unknown> = {}) {
  const { data, errors } = await service.query(FACETS, { variables: { filter } });
  expect(errors).toBeUndefined();
  const { categories, brands, minPriceMinor, maxPriceMinor } = data.products.facets;
  return {
    categories: categories.map((facet: { category: { slug: string }; count: number }) => [
      facet.category.slug,
      facet.count,
    ]),
    brands: brands.map((facet: { brand: { slug: string }; count: number }) => [facet.brand.slug, facet.count]),
    prices: [minPriceMinor, maxPriceMinor],
  };
}

describe('the facets of a list', () => {
  it('count what is on sale, in the order of the tree and by name', async () => {
    expect(await facets()).toEqual({
      categories: [
        ['living', 3],
        ['lamps', 3],
        ['floor-lamps', 2],
        ['table', 1],
      ],
      brands: [
        ['acorn', 2],
        ['zenith', 2],
      ],
      prices: [1_000, 30_000],
    });
  });

  it('leave their own condition out, and hold to all others', async () => {
    expect(await facets({ brand: 'zenith', category: 'floor-lamps', maxPriceMinor: 20_000 })).toEqual({
      categories: [
        ['living', 2],
        ['lamps', 2],
        ['floor-lamps', 1],
      ],
      brands: [['zenith', 1]],
      prices: [20_000, 20_000],
    });
    expect((await facets({ text: 'lamp', category: 'table' })).categories).toEqual([
      ['living', 3],
      ['lamps', 3],
      ['floor-lamps', 2],
    ]);
  });

  it('are empty where nothing is', async () => {
    expect(await facets({ text: 'no such thing' })).toEqual({ categories: [], brands: [], prices: [null, null] });
  });

  it('cost one query each, and none where they are not asked for', async () => {
    const count = (fields: string) =>
      service.queryCount(() => service.query(`{ products(first: 1) { nodes { name } ${fields} } }`));
    expect(await count('')).toBe(1);
    expect(await count('facets { minPriceMinor maxPriceMinor }')).toBe(2);
    expect(await count('facets { brands { count brand { name } } }')).toBe(2);
    expect(await count('facets { categories { count category { name } } }')).toBe(2);
  });
});
