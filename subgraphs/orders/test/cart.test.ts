import { priceChanged, productArchived, productCreated, productRestored } from '@galleria/events/products';
import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  addToCart,
  newCustomer,
  newProduct,
  priceOf,
  startOrders,
  UNKNOWN_ID,
  type OrdersService,
} from './fixtures.ts';
import { ADD, CART, SET } from './operations.ts';

let service: OrdersService;
let lamp: string;
let chair: string;
let customer: Viewer;
beforeAll(async () => {
  service = await startOrders();
  lamp = await newProduct(service, { amountMinor: 10_000, currency: 'EUR' });
  chair = await newProduct(service, { amountMinor: 250, currency: 'EUR' });
});
beforeEach(() => void (customer = newCustomer()));
afterAll(() => service.stop());

const cart = async (viewer = customer) => (await service.query(CART, { viewer })).data.cart;
const set = async (productId: string, quantity: number) =>
  (await service.query(SET, { variables: { input: { productId, quantity } }, viewer: customer })).data
    .setCartItemQuantity;
const quantities = (items: { product: { id: string }; quantity: number }[]) =>
  items.map(({ product, quantity }) => [product.id, quantity]);

describe('a cart', () => {
  it('is empty before anything was put into it', async () => {
    expect(await cart()).toEqual({
      id: customer.userId,
      items: [],
      total: { amountMinor: 0, currency: 'EUR' },
    });
  });

  it('keeps the order in which products were added, and sums them up', async () => {
    await addToCart(service, customer, lamp, 2);
    await addToCart(service, customer, chair, 3);
    await addToCart(service, customer, lamp, 1);
    expect(quantities((await cart()).items)).toEqual([
      [lamp, 3],
      [chair, 3],
    ]);
    expect((await cart()).items[0]).toMatchObject({
      unitPrice: { amountMinor: 10_000, currency: 'EUR' },
      lineTotal: { amountMinor: 30_000 },
    });
    expect((await cart()).total).toEqual({ amountMinor: 30_750, currency: 'EUR' });
  });

  it('answers a change with the cart as it is then', async () => {
    const answer = await addToCart(service, customer, lamp, 2);
    expect(answer).toMatchObject({ __typename: 'CartUpdated' });
    expect(answer.cart).toEqual(await cart());
  });

  it('belongs to its customer alone', async () => {
    await addToCart(service, customer, lamp, 2);
    expect((await cart(newCustomer())).items).toEqual([]);
  });

  it('loses no piece when many are added at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => addToCart(service, customer, lamp)));
    expect(quantities((await cart()).items)).toEqual([[lamp, 8]]);
  });

  it('is read with a constant number of queries', async () => {
    await addToCart(service, customer, lamp);
    const one = await service.queryCount(() => cart());
    await addToCart(service, customer, chair);
    expect(await service.queryCount(() => cart())).toBe(one);
  });

  it.each([CART, ADD, SET])('needs somebody who is signed in', async (document) => {
    const variables = { input: { productId: lamp, quantity: 1 } };
    const { errors } = await service.query(document, { variables, viewer: null });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('addToCart', () => {
  it.each([0, -1, 100, 2_147_483_647])('refuses %i pieces', async (quantity) => {
    expect(await addToCart(service, customer, lamp, quantity)).toMatchObject({ code: 'INVALID_QUANTITY' });
    expect((await cart()).items).toEqual([]);
  });

  it('refuses a negative number of pieces of what the cart holds', async () => {
    await addToCart(service, customer, lamp, 5);
    expect(await addToCart(service, customer, lamp, -1)).toMatchObject({ code: 'INVALID_QUANTITY' });
    expect(quantities((await cart()).items)).toEqual([[lamp, 5]]);
  });

  it('refuses more than 99 pieces in all', async () => {
    await addToCart(service, customer, lamp, 98);
    expect((await addToCart(service, customer, lamp, 1)).__typename).toBe('CartUpdated');
    expect(await addToCart(service, customer, lamp, 1)).toMatchObject({ code: 'INVALID_QUANTITY' });
    expect(quantities((await cart()).items)).toEqual([[lamp, 99]]);
  });

  it.each([UNKNOWN_ID, 'not an id', ''])('refuses the unknown product "%s"', async (productId) => {
    expect(await addToCart(service, customer, productId)).toMatchObject({
      __typename: 'ProductUnavailable',
      code: 'PRODUCT_UNAVAILABLE',
      productIds: [productId],
    });
  });
});

describe('setCartItemQuantity', () => {
  it('sets what the cart holds in all, adds what is new and takes out what is set to zero', async () => {
    await addToCart(service, customer, lamp, 7);
    await set(lamp, 2);
    const answer = await set(chair, 4);
    expect(quantities(answer.cart.items)).toEqual([
      [lamp, 2],
      [chair, 4],
    ]);
    expect(quantities((await set(lamp, 0)).cart.items)).toEqual([[chair, 4]]);
    expect(quantities((await cart()).items)).toEqual([[chair, 4]]);
  });

  it.each([-1, 100])('refuses %i pieces', async (quantity) => {
    expect(await set(lamp, quantity)).toMatchObject({ code: 'INVALID_QUANTITY' });
  });

  it.each([UNKNOWN_ID, 'not an id'])(
    'refuses pieces of the unknown product %s, but takes it out',
    async (productId) => {
      expect(await set(productId, 1)).toMatchObject({ code: 'PRODUCT_UNAVAILABLE', productIds: [productId] });
      expect((await set(productId, 0)).__typename).toBe('CartUpdated');
    },
  );
});

describe('the prices', () => {
  const moved = (productId: string, amountMinor: number, version: number) => ({
    productId,
    price: { amountMinor, currency: 'EUR' },
    previousPrice: { amountMinor: 10_000, currency: 'EUR' },
    changedAt: '2026-02-01T00:00:00.000Z',
    version,
  });

  it('of a cart are those of today', async () => {
    const product = await newProduct(service);
    await addToCart(service, customer, product, 2);
    await service.publish(priceChanged, moved(product, 500, 2));
    await vi.waitFor(async () => expect((await cart()).total.amountMinor).toBe(1_000), PATIENCE);
  });

  it('do not go back when an older message is delivered again under another id', async () => {
    const product = await newProduct(service);
    await service.publish(priceChanged, moved(product, 500, 3));
    await service.publish(priceChanged, moved(product, 700, 2));
    await service.publish(productCreated, {
      productId: product,
      slug: 'walnut-lamp',
      name: 'Walnut lamp',
      price: { amountMinor: 900, currency: 'EUR' },
      createdAt: '2026-01-01T00:00:00.000Z',
      version: 1,
    });
    // Same key, so it is handled after the others.
    await service.publish(productArchived, { productId: product, archivedAt: '2026-04-01T00:00:00.000Z', version: 4 });
    await vi.waitFor(async () => {
      expect(await addToCart(service, customer, product)).toMatchObject({ code: 'PRODUCT_UNAVAILABLE' });
    }, PATIENCE);
    expect(await priceOf(service, product)).toBe(500);
  });

  it('of a product that is archived before it is known do not put it on sale', async () => {
    const productId = newId();
    await service.publish(productArchived, { productId, archivedAt: '2026-02-01T00:00:00.000Z', version: 3 });
    await service.publish(priceChanged, moved(productId, 500, 2));
    await vi.waitFor(async () => expect(await priceOf(service, productId)).toBe(500), PATIENCE);
    expect(await addToCart(service, customer, productId)).toMatchObject({ code: 'PRODUCT_UNAVAILABLE' });
  });

  it('in another currency than the shop’s do not sell', async () => {
    const product = await newProduct(service, { amountMinor: 100, currency: 'USD' });
    expect(await addToCart(service, customer, product)).toMatchObject({ code: 'PRODUCT_UNAVAILABLE' });
  });
});

describe('an archived product', () => {
  it('stays in the cart, where it can only be taken out', async () => {
    const product = await newProduct(service);
    await addToCart(service, customer, product, 2);
    await service.publish(productArchived, { productId: product, archivedAt: '2026-02-01T00:00:00.000Z', version: 2 });
    await vi.waitFor(async () => {
      expect(await set(product, 3)).toMatchObject({ code: 'PRODUCT_UNAVAILABLE', productIds: [product] });
    }, PATIENCE);
    expect(await addToCart(service, customer, product)).toMatchObject({ code: 'PRODUCT_UNAVAILABLE' });
    expect((await cart()).items).toHaveLength(1);
    expect((await set(product, 0)).cart.items).toEqual([]);
  });

  it('can be put in the cart again once it is restored, at the price that it has then', async () => {
    for (const product of [await newProduct(service), newId()]) {
      await service.publish(productArchived, {
        productId: product,
        archivedAt: '2026-02-01T00:00:00.000Z',
        version: 2,
      });
      const price = { amountMinor: 500, currency: 'EUR' };
      const restored = { productId: product, price, restoredAt: '2026-03-01T00:00:00.000Z', version: 3 };
      await service.publish(productRestored, restored);
      // Not until it can be put in the cart: it can before it is archived.
      await vi.waitFor(async () => expect(await priceOf(service, product)).toBe(500), PATIENCE);
      expect(await addToCart(service, customer, product)).toMatchObject({ __typename: 'CartUpdated' });
    }
  });
});
