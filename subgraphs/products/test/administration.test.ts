import { priceChanged, productArchived, productCreated } from '@galleria/events/products';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  addBrand,
  addCategory,
  addProduct,
  ADMINISTRATOR,
  ARCHIVE,
  CREATE_BRAND,
  CREATE_CATEGORY,
  CREATE_PRODUCT,
  CUSTOMER,
  freshSlug,
  SET_PRICE,
  startProducts,
  type ProductInput,
  type ProductsService,
} from './fixtures.ts';
import {
  MOVE_CATEGORY,
  REMOVE_BRAND,
  REMOVE_CATEGORY,
  RENAME_BRAND,
  RENAME_CATEGORY,
  RESTORE,
  UPDATE_PRODUCT,
} from './operations.ts';

const NOW = new Date('2026-06-01T12:00:00.000Z');

let service: ProductsService;
let categoryId: string;
let brandId: string;
beforeAll(async () => {
  service = await startProducts({ clock: () => NOW });
  categoryId = (await addCategory(service)).id;
  brandId = (await addBrand(service)).id;
});
afterAll(() => service.stop());

const asAdministrator = (document: string, variables: Record<string, unknown>) =>
  service.query(document, { variables, viewer: ADMINISTRATOR });

const create = async (input: Partial<ProductInput>) => {
  const complete = {
    slug: freshSlug('lamp'),
    name: 'Lamp',
    description: 'It gives light.',
    price: { amountMinor: 12_900, currency: 'EUR' },
    categoryId,
    brandId,
    ...input,
  };
  const { data } = await asAdministrator(CREATE_PRODUCT, { input: complete });
  return (data as { createProduct: Record<string, unknown> }).createProduct;
};

const setPrice = async (productId: string, amountMinor: number, currency = 'EUR') => {
  const { data } = await asAdministrator(SET_PRICE, { input: { productId, price: { amountMinor, currency } } });
  return (data as { setPrice: Record<string, unknown> }).setPrice;
};

const archive = async (productId: string) => {
  const { data } = await asAdministrator(ARCHIVE, { productId });
  return (data as { archiveProduct: Record<string, unknown> }).archiveProduct;
};

const created = (productId: string) =>
  service.published(productCreated).filter(({ data }) => data.productId === productId);
const repriced = (productId: string) =>
  service.published(priceChanged).filter(({ data }) => data.productId === productId);
const archived = (productId: string) =>
  service.published(productArchived).filter(({ data }) => data.productId === productId);

describe('who may change the catalogue', () => {
  const changes = () =>
    [
      [CREATE_CATEGORY, { input: { slug: freshSlug(), name: 'Shelf' } }],
      [CREATE_BRAND, { input: { slug: freshSlug(), name: 'Maker' } }],
      [
        CREATE_PRODUCT,
        {
          input: {
            slug: freshSlug(),
            name: 'a',
            description: 'a',
            price: { amountMinor: 1, currency: 'EUR' },
            categoryId,
            brandId,
          },
        },
      ],
      [SET_PRICE, { input: { productId: newId(), price: { amountMinor: 1, currency: 'EUR' } } }],
      [ARCHIVE, { productId: newId() }],
      [RESTORE, { productId: newId() }],
      [UPDATE_PRODUCT, { input: { productId: newId(), version: 1 } }],
      [RENAME_CATEGORY, { input: { categoryId: newId(), version: 1 } }],
      [MOVE_CATEGORY, { input: { categoryId: newId(), version: 1 } }],
      [REMOVE_CATEGORY, { categoryId: newId() }],
      [RENAME_BRAND, { input: { brandId: newId(), version: 1 } }],
      [REMOVE_BRAND, { brandId: newId() }],
    ] as const;

  it('refuses visitors', async () => {
    for (const [document, variables] of changes()) {
      const { errors } = await service.query(document, { variables });
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  it('refuses customers', async () => {
    for (const [document, variables] of changes()) {
      const { errors } = await service.query(document, { variables, viewer: CUSTOMER });
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });
});

describe('adding categories and brands', () => {
  it('makes a tree', async () => {
    const parent = await addCategory(service);
    const input = { slug: freshSlug(), name: '  Floor lamps ', parentId: parent.id };
    const { data } = await asAdministrator(CREATE_CATEGORY, { input });
    expect(data).toEqual({
      createCategory: {
        __typename: 'CategoryCreated',
        category: {
          id: expect.any(String) as string,
          slug: input.slug,
          name: 'Floor lamps',
          parent: { slug: parent.slug },
          children: [],
        },
      },
    });
  });

  it.each([newId(), 'no-id'])('knows no parent %s', async (parentId) => {
    const { data } = await asAdministrator(CREATE_CATEGORY, { input: { slug: freshSlug(), name: 'a', parentId } });
    expect(data).toMatchObject({ createCategory: { __typename: 'CategoryUnknown', code: 'CATEGORY_UNKNOWN' } });
  });

  it.each([
    [CREATE_CATEGORY, 'createCategory'],
    [CREATE_BRAND, 'createBrand'],
  ])('gives a slug once, and names what is wrong', async (document, field) => {
    const slug = freshSlug();
    const twice = await Promise.all([1, 2].map(() => asAdministrator(document, { input: { slug, name: 'a' } })));
    const outcomes = twice.map(({ data }) => (data as Record<string, { code?: string }>)[field]?.code);
    expect(outcomes.toSorted()).toEqual(['SLUG_TAKEN', undefined]);
    const { data } = await asAdministrator(document, { input: { slug: freshSlug(), name: ' ' } });
    expect(data).toMatchObject({
      [field]: { __typename: 'InvalidProductData', code: 'INVALID_PRODUCT_DATA', field: 'name' },
    });
  });
});

describe('putting a product on sale', () => {
  it('creates it and tells the others', async () => {
    const slug = freshSlug('lamp');
    const result = await create({ slug, name: ' Walnut lamp ' });
    expect(result).toMatchObject({
      __typename: 'ProductCreated',
      product: {
        slug,
        name: 'Walnut lamp',
        description: 'It gives light.',
        price: { amountMinor: 12_900, currency: 'EUR' },
        archived: false,
        createdAt: NOW.toISOString(),
      },
    });
    const { id } = result['product'] as { id: string };
    await vi.waitFor(() => expect(created(id)).toHaveLength(1), PATIENCE);
    expect(created(id)[0]?.data).toEqual({
      productId: id,
      slug,
      name: 'Walnut lamp',
      price: { amountMinor: 12_900, currency: 'EUR' },
      createdAt: NOW.toISOString(),
      version: 1,
    });
  });

  it.each([
    ['slug', { slug: 'Not A Slug' }],
    ['slug', { slug: 'a'.repeat(101) }],
    ['name', { name: '' }],
    ['name', { name: 'a'.repeat(201) }],
    ['description', { description: '  ' }],
    ['description', { description: 'a'.repeat(5_001) }],
  ])('refuses a wrong %s: %o', async (field, input) => {
    expect(await create(input)).toMatchObject({
      __typename: 'InvalidProductData',
      code: 'INVALID_PRODUCT_DATA',
      field,
    });
  });

  it.each([
    { amountMinor: 0, currency: 'EUR' },
    { amountMinor: -1, currency: 'EUR' },
    { amountMinor: 100_000_001, currency: 'EUR' },
    { amountMinor: 100, currency: 'USD' },
  ])('refuses the price %o', async (price) => {
    expect(await create({ price })).toMatchObject({ __typename: 'InvalidPrice', code: 'INVALID_PRICE' });
  });

  it.each([newId(), 'no-id'])('knows no category or brand %s', async (id) => {
    expect(await create({ categoryId: id })).toMatchObject({ __typename: 'CategoryUnknown', code: 'CATEGORY_UNKNOWN' });
    expect(await create({ brandId: id })).toMatchObject({ __typename: 'BrandUnknown', code: 'BRAND_UNKNOWN' });
  });

  it('gives a slug to one product, however many ask at once', async () => {
    const slug = freshSlug('lamp');
    const results = await Promise.all(Array.from({ length: 5 }, () => create({ slug })));
    expect(results.filter((result) => result['__typename'] === 'ProductCreated')).toHaveLength(1);
    expect(results.filter((result) => result['code'] === 'SLUG_TAKEN')).toHaveLength(4);
  });
});

describe('setting a price', () => {
  it('changes it and tells the others what it was', async () => {
    const { id } = await addProduct(service, { categoryId, brandId, amountMinor: 4_900 });
    expect(await setPrice(id, 5_900)).toEqual({
      __typename: 'PriceSet',
      product: { id, price: { amountMinor: 5_900, currency: 'EUR' } },
    });
    await vi.waitFor(() => expect(repriced(id)).toHaveLength(1), PATIENCE);
    expect(repriced(id)[0]?.data).toEqual({
      productId: id,
      price: { amountMinor: 5_900, currency: 'EUR' },
      previousPrice: { amountMinor: 4_900, currency: 'EUR' },
      changedAt: NOW.toISOString(),
      version: 2,
    });
  });

  it('tells nobody when the price is what it was', async () => {
    const { id } = await addProduct(service, { categoryId, brandId, amountMinor: 4_900 });
    expect(await setPrice(id, 4_900)).toMatchObject({ __typename: 'PriceSet' });
    await setPrice(id, 5_000);
    await vi.waitFor(() => expect(repriced(id)).not.toHaveLength(0), PATIENCE);
    expect(repriced(id).map(({ data }) => data.price.amountMinor)).toEqual([5_000]);
  });

  it('tells of racing changes in the order in which they happened', async () => {
    const { id } = await addProduct(service, { categoryId, brandId, amountMinor: 1_000 });
    await Promise.all([1_001, 1_002, 1_003, 1_004, 1_005].map((amountMinor) => setPrice(id, amountMinor)));
    await vi.waitFor(() => expect(repriced(id)).toHaveLength(5), PATIENCE);
    const chain = repriced(id).map(({ data }) => [data.previousPrice.amountMinor, data.price.amountMinor]);
    expect(chain.slice(1).map(([previous]) => previous)).toEqual(chain.slice(0, -1).map(([, next]) => next));
    expect(repriced(id).map(({ data }) => data.version)).toEqual([2, 3, 4, 5, 6]);
  });

  it('refuses a price that no product may have, and an unknown product', async () => {
    const { id } = await addProduct(service, { categoryId, brandId });
    expect(await setPrice(id, 0)).toMatchObject({ __typename: 'InvalidPrice', code: 'INVALID_PRICE' });
    expect(await setPrice(id, 100, 'USD')).toMatchObject({ code: 'INVALID_PRICE' });
    for (const unknown of [newId(), 'no-id']) {
      expect(await setPrice(unknown, 100)).toMatchObject({ __typename: 'ProductUnknown', code: 'PRODUCT_UNKNOWN' });
    }
  });
});

describe('archiving', () => {
  it('takes a product off sale and tells the others once', async () => {
    const { id } = await addProduct(service, { categoryId, brandId });
    const results = await Promise.all([archive(id), archive(id), archive(id)]);
    for (const result of results) {
      expect(result).toEqual({ __typename: 'ProductArchived', product: { id, archived: true } });
    }
    const later = await addProduct(service, { categoryId, brandId });
    await archive(later.id);
    await vi.waitFor(() => expect(archived(later.id)).toHaveLength(1), PATIENCE);
    await vi.waitFor(() => expect(archived(id)).toHaveLength(1), PATIENCE);
    expect(archived(id)[0]?.data).toEqual({ productId: id, archivedAt: NOW.toISOString(), version: 2 });
  });

  it.each([newId(), 'no-id'])('knows no product %s', async (productId) => {
    expect(await archive(productId)).toMatchObject({ __typename: 'ProductUnknown', code: 'PRODUCT_UNKNOWN' });
  });
});
