import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addBrand,
  addCategory,
  addProduct,
  ADMINISTRATOR,
  CREATE_BRAND,
  CREATE_CATEGORY,
  CREATE_PRODUCT,
  freshSlug,
  startProducts,
  type ProductsService,
} from './fixtures.ts';
import { REMOVE_CATEGORY, RENAME_BRAND, RENAME_CATEGORY, UPDATE_PRODUCT } from './operations.ts';

let service: ProductsService;
beforeAll(async () => void (service = await startProducts()));
afterAll(() => service.stop());

async function send(document: string, variables: Record<string, unknown>) {
  const { data } = await service.query(document, { variables, viewer: ADMINISTRATOR });
  return Object.values(data as Record<string, { __typename: string; code?: string }>)[0];
}

async function found(field: string, slug: string) {
  const { data } = await service.query(`query ($slug: String!) { found: ${field}(slug: $slug) { id slug } }`, {
    variables: { slug },
  });
  return data.found as { id: string; slug: string } | null;
}

/** The three kinds of things that have slugs, with how each is made and renamed. */
const KINDS = [
  {
    field: 'product',
    add: () => addProduct(service),
    create: async (slug: string) => {
      const [category, brand] = [await addCategory(service), await addBrand(service)];
      const price = { amountMinor: 100, currency: 'EUR' };
      const input = { slug, name: 'a', description: 'a', price, categoryId: category.id, brandId: brand.id };
      return send(CREATE_PRODUCT, { input });
    },
    rename: (productId: string, version: number, slug: string) =>
      send(UPDATE_PRODUCT, { input: { productId, version, slug } }),
  },
  {
    field: 'category',
    add: () => addCategory(service),
    create: (slug: string) => send(CREATE_CATEGORY, { input: { slug, name: 'a' } }),
    rename: (categoryId: string, version: number, slug: string) =>
      send(RENAME_CATEGORY, { input: { categoryId, version, slug } }),
  },
  {
    field: 'brand',
    add: () => addBrand(service),
    create: (slug: string) => send(CREATE_BRAND, { input: { slug, name: 'a' } }),
    rename: (brandId: string, version: number, slug: string) =>
      send(RENAME_BRAND, { input: { brandId, version, slug } }),
  },
];

describe.each(KINDS)('the slug of a $field', ({ field, add, create, rename }) => {
  it('of before finds it, and shows the one of today', async () => {
    const { id, slug } = await add();
    const [second, third] = [freshSlug(), freshSlug()];
    await rename(id, 1, second);
    await rename(id, 2, third);
    for (const any of [slug, second, third]) expect(await found(field, any)).toEqual({ id, slug: third });
  });

  it('of before stays its own: nothing else gets it, made or renamed', async () => {
    const { id, slug } = await add();
    const other = await add();
    await rename(id, 1, freshSlug());
    expect(await create(slug)).toMatchObject({ __typename: 'SlugTaken', code: 'SLUG_TAKEN' });
    expect(await rename(other.id, 1, slug)).toMatchObject({ __typename: 'SlugTaken', code: 'SLUG_TAKEN' });
    expect(await found(field, slug)).toMatchObject({ id });
    expect(await found(field, other.slug)).toEqual({ id: other.id, slug: other.slug });
  });

  it('of before can be had back', async () => {
    const { id, slug } = await add();
    const between = freshSlug();
    await rename(id, 1, between);
    await rename(id, 2, slug);
    expect(await found(field, slug)).toEqual({ id, slug });
    expect(await found(field, between)).toEqual({ id, slug });
  });

  it('goes to one of those who ask at once, renamed or new', async () => {
    const slug = freshSlug();
    const rivals = await Promise.all([add(), add(), add()]);
    const results = await Promise.all([...rivals.map(({ id }) => rename(id, 1, slug)), create(slug), create(slug)]);
    expect(results.filter((result) => result?.code === 'SLUG_TAKEN')).toHaveLength(4);
    expect((await found(field, slug))?.slug).toBe(slug);
  });

  it.each(['no-such-slug', 'Not A Slug'])('%j is nothing’s', async (slug) => {
    expect(await found(field, slug)).toBeNull();
  });
});

describe('lists', () => {
  it('are filtered by slugs of today and of before', async () => {
    const [category, brand] = [await addCategory(service), await addBrand(service)];
    const inside = await addCategory(service, { parentId: category.id });
    const { slug } = await addProduct(service, { categoryId: inside.id, brandId: brand.id });
    const [newCategory, newBrand] = [freshSlug(), freshSlug()];
    await send(RENAME_CATEGORY, { input: { categoryId: category.id, version: 1, slug: newCategory } });
    await send(RENAME_BRAND, { input: { brandId: brand.id, version: 1, slug: newBrand } });
    const filters = [category.slug, newCategory].flatMap((one) =>
      [brand.slug, newBrand].map((other) => ({ category: one, brand: other })),
    );
    for (const filter of filters) {
      const { data } = await service.query(
        'query ($filter: ProductFilter) { products(first: 5, filter: $filter) { totalCount nodes { slug } } }',
        { variables: { filter } },
      );
      expect(data.products).toEqual({ totalCount: 1, nodes: [{ slug }] });
    }
  });
});

describe('the slugs of a category that is removed', () => {
  it('are free again', async () => {
    const { id, slug } = await addCategory(service);
    const second = freshSlug();
    await send(RENAME_CATEGORY, { input: { categoryId: id, version: 1, slug: second } });
    await send(REMOVE_CATEGORY, { categoryId: id });
    for (const free of [slug, second]) {
      expect(await found('category', free)).toBeNull();
      expect(await send(CREATE_CATEGORY, { input: { slug: free, name: 'a' } })).toMatchObject({
        __typename: 'CategoryCreated',
      });
    }
  });
});
