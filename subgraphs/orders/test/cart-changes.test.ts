import { productArchived } from '@galleria/events/products';
import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import type { Answer } from '@galleria/platform/testing/signed-exchange';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  addToCart,
  changePrice,
  newCustomer,
  newProduct,
  placeOrder,
  startOrders,
  UNKNOWN_ID,
  type OrdersService,
} from './fixtures.ts';
import { ACCEPT, CART, CLEAR, MERGE, REMOVE } from './operations.ts';

const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

let service: OrdersService;
let lamp: string;
let chair: string;
let customer: Viewer;
beforeAll(async () => {
  service = await startOrders();
  lamp = await newProduct(service, EUR(10_000));
  chair = await newProduct(service, EUR(250));
});
beforeEach(() => void (customer = newCustomer()));
afterAll(() => service.stop());

const ask = async (document: string, variables: Record<string, unknown> = {}, viewer = customer) => {
  const { data, errors } = await service.query(document, { variables, viewer });
  expect(errors).toBeUndefined();
  return Object.values(data)[0] as Answer['data'];
};
const cart = (viewer = customer) => ask(CART, {}, viewer);
const quantities = (items: { product: { id: string }; quantity: number }[]) =>
  items.map(({ product, quantity }) => [product.id, quantity]);

it.each([
  [REMOVE, { productId: UNKNOWN_ID }],
  [CLEAR, {}],
  [MERGE, { items: [] }],
  [ACCEPT, {}],
])('changing a cart needs somebody who is signed in', async (document, variables) => {
  const { errors } = await service.query(document, { variables });
  expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});

describe('removeFromCart', () => {
  it('takes one product out of one cart, sold or not, and can be done again', async () => {
    const other = newCustomer();
    await addToCart(service, other, lamp);
    await addToCart(service, customer, lamp, 3);
    await addToCart(service, customer, chair, 2);
    for (const productId of [lamp, lamp, UNKNOWN_ID, 'not an id']) {
      const { __typename, cart: answered } = await ask(REMOVE, { productId });
      expect(__typename).toBe('CartUpdated');
      expect(quantities(answered.items)).toEqual([[chair, 2]]);
      expect(answered).toEqual(await cart());
    }
    expect(quantities((await cart(other)).items)).toEqual([[lamp, 1]]);
  });
});

it('a product is one line of a cart, whichever case its id is written in', async () => {
  await addToCart(service, customer, lamp, 1);
  await addToCart(service, customer, lamp.toUpperCase(), 2);
  await ask(MERGE, { items: [{ productId: lamp.toUpperCase(), quantity: 5 }] });
  expect((await cart()).items).toEqual([expect.objectContaining({ product: { id: lamp }, quantity: 5 })]);
  const { cart: answered } = await ask(REMOVE, { productId: lamp.toUpperCase() });
  expect(answered.items).toEqual([]);
  expect(await cart()).toEqual(answered);
});

describe('clearCart', () => {
  it('takes everything out of one cart', async () => {
    const other = newCustomer();
    await addToCart(service, other, lamp);
    await addToCart(service, customer, lamp);
    await addToCart(service, customer, chair);
    for (let count = 0; count < 2; count += 1) {
      expect((await ask(CLEAR)).cart).toEqual({ id: customer.userId, items: [], total: EUR(0) });
    }
    expect((await cart()).items).toEqual([]);
    expect((await cart(other)).items).toHaveLength(1);
  });
});

describe('mergeCart', () => {
  const item = (productId: string, quantity: number) => ({ productId, quantity });
  const merge = (items: object[]) => ask(MERGE, { items });

  it('adds what a guest chose, once, however often it is sent', async () => {
    await addToCart(service, customer, lamp, 2);
    const items = [item(chair, 3), item(lamp, 1)];
    const answers = await Promise.all([merge(items), merge(items), merge(items)]);
    for (const { __typename, cart: answered, unavailableProductIds } of [...answers, await merge(items)]) {
      expect(__typename).toBe('CartMerged');
      expect(unavailableProductIds).toEqual([]);
      expect(quantities(answered.items)).toEqual([
        [lamp, 2],
        [chair, 3],
      ]);
      expect(answered).toEqual(await cart());
    }
  });

  it('leaves out what is not sold, and tells what', async () => {
    const gone = await newProduct(service);
    await service.publish(productArchived, { productId: gone, archivedAt: '2026-02-01T00:00:00.000Z', version: 2 });
    await vi.waitFor(
      async () => expect((await merge([item(gone, 1)])).unavailableProductIds).toEqual([gone]),
      PATIENCE,
    );
    await ask(CLEAR);
    const answer = await merge([item(gone, 1), item(chair, 1), item('not an id', 1), item(UNKNOWN_ID, 1)]);
    expect(answer.unavailableProductIds).toEqual([gone, 'not an id', UNKNOWN_ID]);
    expect(quantities(answer.cart.items)).toEqual([[chair, 1]]);
  });

  it('merges all or nothing where a number is not possible, or there are too many', async () => {
    expect(await merge([item(chair, 1), item(lamp, 100)])).toMatchObject({ code: 'INVALID_QUANTITY' });
    const many = Array.from({ length: 101 }, () => item(newId(), 1));
    expect(await merge(many)).toMatchObject({ __typename: 'TooManyCartItems', code: 'TOO_MANY_CART_ITEMS' });
    expect((await cart()).items).toEqual([]);
  });

  it('takes the same number of queries for one product and for many', async () => {
    const many = await Promise.all(Array.from({ length: 5 }, () => newProduct(service)));
    const count = (ids: string[]) => service.queryCount(() => merge(ids.map((id) => item(id, 1))));
    const one = await count([lamp]);
    expect(await count(many)).toBe(one);
  });
});

describe('a price that changes while its product is in the cart', () => {
  let product: string;
  beforeEach(async () => {
    product = await newProduct(service, EUR(1_000));
    await addToCart(service, customer, product, 2);
  });
  const line = async () => (await cart()).items[0];

  it('is shown beside that of when it was added', async () => {
    expect(await line()).toMatchObject({ unitPrice: EUR(1_000), priceWhenAdded: EUR(1_000), priceChanged: false });
    await changePrice(service, product, 1_200);
    expect(await line()).toMatchObject({ unitPrice: EUR(1_200), priceWhenAdded: EUR(1_000), priceChanged: true });
  });

  it('stays one that changed when more is added, and when it is merged', async () => {
    await changePrice(service, product, 1_200);
    await addToCart(service, customer, product);
    await ask(MERGE, { items: [{ productId: product, quantity: 9 }] });
    expect(await line()).toMatchObject({ quantity: 9, priceWhenAdded: EUR(1_000), priceChanged: true });
  });

  it('is as it was once the price has gone back, and forgotten once the line is gone', async () => {
    await changePrice(service, product, 1_200);
    await changePrice(service, product, 1_000);
    expect(await line()).toMatchObject({ priceChanged: false });
    await changePrice(service, product, 1_200);
    await ask(REMOVE, { productId: product });
    await addToCart(service, customer, product);
    expect(await line()).toMatchObject({ priceWhenAdded: EUR(1_200), priceChanged: false });
  });

  it('is accepted by the customer, until it changes again', async () => {
    await changePrice(service, product, 1_200);
    const { __typename, cart: accepted } = await ask(ACCEPT, { expectedTotal: EUR(2_400) });
    expect(__typename).toBe('CartUpdated');
    expect(accepted.items[0]).toMatchObject({ priceWhenAdded: EUR(1_200), priceChanged: false });
    expect(accepted).toEqual(await cart());
    await changePrice(service, product, 1_300);
    expect(await line()).toMatchObject({ priceWhenAdded: EUR(1_200), priceChanged: true });
    expect((await ask(ACCEPT)).cart.items[0]).toMatchObject({ priceChanged: false });
  });

  it('is not accepted where the customer saw another total', async () => {
    await changePrice(service, product, 1_200);
    expect(await ask(ACCEPT, { expectedTotal: EUR(2_000) })).toMatchObject({
      __typename: 'PriceChanged',
      code: 'PRICE_CHANGED',
      total: EUR(2_400),
      cart: { items: [{ priceChanged: true }] },
    });
    expect(await line()).toMatchObject({ priceChanged: true });
  });

  it('is not noted for lines from before prices were noted', async () => {
    await service.database.pool.query(
      'update cart_lines set price_when_added_minor = null, price_when_added_currency = null where customer_id = $1',
      [customer.userId],
    );
    await changePrice(service, product, 1_200);
    expect(await line()).toMatchObject({ priceWhenAdded: null, priceChanged: false });
  });

  it('stops an order whose total the customer did not see, and the same key can be sent again', async () => {
    await changePrice(service, product, 1_200);
    const idempotencyKey = newId();
    const place = async (expectedTotal: ReturnType<typeof EUR> | null) =>
      (await placeOrder(service, customer, { idempotencyKey, expectedTotal })).data.placeOrder;
    expect(await place(EUR(2_000))).toMatchObject({
      __typename: 'PriceChanged',
      code: 'PRICE_CHANGED',
      total: EUR(2_400),
      cart: { total: EUR(2_400), items: [{ priceWhenAdded: EUR(1_000), priceChanged: true }] },
    });
    expect((await cart()).items).toHaveLength(1);
    const placed = await place(EUR(2_400));
    expect(placed).toMatchObject({ __typename: 'OrderPlaced', order: { total: EUR(2_400) } });
    expect(await place(EUR(1))).toEqual(placed);
    expect(await place(null)).toEqual(placed);
  });
});
