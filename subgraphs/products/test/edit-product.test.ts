import { productArchived, productCreated, productRestored, productUpdated } from '@galleria/events/products';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  addBrand,
  addCategory,
  addProduct,
  ADMINISTRATOR,
  freshSlug,
  startProducts,
  type ProductsService,
} from './fixtures.ts';
import { ARCHIVE, RESTORE, SET_PRICE, UPDATE_PRODUCT } from './operations.ts';

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

const product = () => addProduct(service, { categoryId, brandId });

async function send(document: string, variables: Record<string, unknown>) {
  const { data } = await service.query(document, { variables, viewer: ADMINISTRATOR });
  return data.result;
}

const update = (productId: string, version: number, changes: Record<string, unknown>) =>
  send(UPDATE_PRODUCT, { input: { productId, version, ...changes } });

const setPrice = (productId: string, amountMinor: number, version?: number) =>
  send(SET_PRICE, { input: { productId, price: { amountMinor, currency: 'EUR' }, version } });

const updates = (productId: string) =>
  service.published(productUpdated).filter(({ data }) => data.productId === productId);

describe('changing a product', () => {
  it('changes what is given, keeps the rest, and tells the others', async () => {
    const { id, slug } = await product();
    const [shelf, maker] = [await addCategory(service), await addBrand(service)];
    expect(await update(id, 1, { name: ' Desk lamp ', categoryId: shelf.id, brandId: maker.id, slug: null })).toEqual({
      __typename: 'ProductUpdated',
      product: {
        id,
        slug,
        name: 'Desk lamp',
        version: 2,
        description: 'It gives light.',
        category: { slug: shelf.slug },
        brand: { slug: maker.slug },
      },
    });
    expect(await update(id, 2, { description: 'Much light.' })).toMatchObject({
      product: { name: 'Desk lamp', description: 'Much light.', version: 3 },
    });
    await vi.waitFor(() => expect(updates(id)).toHaveLength(2), PATIENCE);
    const told = { productId: id, slug, name: 'Desk lamp', updatedAt: NOW.toISOString() };
    expect(updates(id).map(({ data }) => data)).toEqual([
      { ...told, version: 2 },
      { ...told, version: 3 },
    ]);
  });

  it('makes no version, and tells nobody, when nothing changes', async () => {
    const { id } = await product();
    expect(await update(id, 1, { name: 'Lamp ' })).toMatchObject({ product: { version: 1 } });
    expect(await update(id, 1, {})).toMatchObject({ product: { version: 1 } });
    await update(id, 1, { name: 'Other lamp' });
    await vi.waitFor(() => expect(updates(id)).not.toHaveLength(0), PATIENCE);
    expect(updates(id).map(({ data }) => data.name)).toEqual(['Other lamp']);
  });

  it('answers a stale edit with the product of today, and changes nothing', async () => {
    const { id, slug } = await product();
    await update(id, 1, { name: 'First' });
    expect(await update(id, 1, { name: 'Second', slug: freshSlug() })).toEqual({
      __typename: 'EditConflict',
      code: 'EDIT_CONFLICT',
      message: expect.any(String),
      current: {
        id,
        slug,
        name: 'First',
        version: 2,
        description: 'It gives light.',
        price: { amountMinor: 4_900 },
        archived: false,
      },
    });
  });

  it('lets one of racing editors through, and shows the others what he did', async () => {
    const { id } = await product();
    const names = ['One', 'Two', 'Three', 'Four', 'Five'];
    const results = await Promise.all(names.map((name) => update(id, 1, { name })));
    const won = results.filter((result) => result.__typename === 'ProductUpdated');
    expect(won).toHaveLength(1);
    const lost = results.filter((result) => result.code === 'EDIT_CONFLICT');
    expect(lost.map((result) => result.current.name)).toEqual(Array(4).fill(won[0].product.name));
  });

  it.each([
    ['slug', { slug: 'Not A Slug' }],
    ['name', { name: 'a'.repeat(201) }],
    ['name', { name: ' ' }],
    ['description', { description: 'a'.repeat(5_001) }],
  ])('refuses a wrong %s', async (field, changes) => {
    const { id } = await product();
    expect(await update(id, 1, changes)).toMatchObject({ code: 'INVALID_PRODUCT_DATA', field });
  });

  it.each([newId(), 'no-id'])('knows no product, category or brand %s', async (unknown) => {
    const { id } = await product();
    expect(await update(unknown, 1, { name: 'a' })).toMatchObject({ code: 'PRODUCT_UNKNOWN' });
    expect(await update(id, 1, { categoryId: unknown })).toMatchObject({ code: 'CATEGORY_UNKNOWN' });
    expect(await update(id, 1, { brandId: unknown })).toMatchObject({ code: 'BRAND_UNKNOWN' });
  });
});

describe('the version of a product', () => {
  it('counts every change, whatever of', async () => {
    const { id } = await product();
    expect(await setPrice(id, 5_000, 1)).toMatchObject({ product: { version: 2 } });
    expect(await setPrice(id, 5_000)).toMatchObject({ product: { version: 2 } });
    expect(await send(ARCHIVE, { productId: id, version: 2 })).toMatchObject({ product: { version: 3 } });
    expect(await send(RESTORE, { productId: id, version: 3 })).toMatchObject({ product: { version: 4 } });
    expect(await update(id, 4, { name: 'Late' })).toMatchObject({ product: { version: 5 } });
  });

  it('that is stale stops a price, an archiving and a restoring, where one is given', async () => {
    const { id } = await product();
    await setPrice(id, 5_000);
    expect(await setPrice(id, 6_000, 1)).toMatchObject({
      code: 'EDIT_CONFLICT',
      current: { price: { amountMinor: 5_000 } },
    });
    expect(await send(ARCHIVE, { productId: id, version: 1 })).toMatchObject({ code: 'EDIT_CONFLICT' });
    await send(ARCHIVE, { productId: id });
    expect(await send(RESTORE, { productId: id, version: 2 })).toMatchObject({
      code: 'EDIT_CONFLICT',
      current: { archived: true, version: 3 },
    });
  });
});

describe('restoring', () => {
  const restored = (productId: string) =>
    service.published(productRestored).filter(({ data }) => data.productId === productId);
  const onSale = async (slug: string) => {
    const { data } = await service.query('{ products(first: 100) { nodes { slug } } }');
    return (data.products.nodes as { slug: string }[]).some((one) => one.slug === slug);
  };

  it('puts an archived product back on sale and tells the others once, after they were told of the archiving', async () => {
    const { id, slug } = await product();
    await send(ARCHIVE, { productId: id });
    expect(await onSale(slug)).toBe(false);
    await setPrice(id, 7_000);
    const results = await Promise.all([1, 2, 3].map(() => send(RESTORE, { productId: id })));
    expect(results.map((result) => result.product)).toEqual(Array(3).fill({ id, archived: false, version: 4 }));
    expect(await onSale(slug)).toBe(true);
    await send(ARCHIVE, { productId: id });
    const archivings = () => service.published(productArchived).filter(({ data }) => data.productId === id);
    await vi.waitFor(() => expect(archivings()).toHaveLength(2), PATIENCE);
    expect(archivings().map(({ data }) => data.version)).toEqual([2, 5]);
    expect(restored(id).map(({ data }) => data)).toEqual([
      { productId: id, price: { amountMinor: 7_000, currency: 'EUR' }, restoredAt: NOW.toISOString(), version: 4 },
    ]);
  });

  it.each([newId(), 'no-id'])('knows no product %s', async (productId) => {
    expect(await send(RESTORE, { productId })).toMatchObject({ code: 'PRODUCT_UNKNOWN' });
  });
});

describe('a change that is refused at its end', () => {
  it('leaves nothing behind: neither a claimed slug nor a message', async () => {
    const taken = await product();
    const { id, slug } = await product();
    expect(await update(id, 1, { name: 'Never', slug: taken.slug })).toMatchObject({ code: 'SLUG_TAKEN' });
    await update(id, 1, { name: 'Then' });
    await vi.waitFor(() => expect(updates(id)).toHaveLength(1), PATIENCE);
    expect(updates(id)[0]?.data).toMatchObject({ name: 'Then', slug });
    expect(service.published(productCreated).filter(({ data }) => data.productId === id)).toHaveLength(1);
  });
});
