import { reserveStock } from '@galleria/events/inventory';
import { priceChanged, productArchived } from '@galleria/events/products';
import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ADDRESS } from './fake-users.ts';
import {
  addToCart,
  newCustomer,
  newProduct,
  placeOrder,
  priceOf,
  PRICE,
  readOrder,
  startOrders,
  UNKNOWN_ID,
  type OrdersService,
} from './fixtures.ts';
import { CART, PLACE } from './operations.ts';

const NOW = new Date('2026-06-01T12:00:00.000Z');

let service: OrdersService;
let productId: string;
let customer: Viewer;
beforeAll(async () => {
  service = await startOrders({ clock: () => NOW });
  productId = await newProduct(service);
});
beforeEach(() => void (customer = newCustomer()));
afterAll(() => service.stop());

const place = async (input: Parameters<typeof placeOrder>[2] = {}) =>
  (await placeOrder(service, customer, input)).data.placeOrder;
const cartItems = async () => (await service.query(CART, { viewer: customer })).data.cart.items;
const reservations = (orderId: string) =>
  service.published(reserveStock).filter(({ data }) => data.orderId === orderId);

async function orderCount(): Promise<number> {
  const { rows } = await service.database.pool.query<{ count: string }>(
    'select count(*) from orders where customer_id = $1',
    [customer.userId],
  );
  return Number(rows[0]?.count);
}

describe('placeOrder', () => {
  it('makes an order of the cart at today’s prices, and empties the cart', async () => {
    const second = await newProduct(service, { amountMinor: 500, currency: 'EUR' });
    await addToCart(service, customer, productId, 2);
    await addToCart(service, customer, second, 3);
    const { __typename, order } = await place();
    expect(__typename).toBe('OrderPlaced');
    expect(order).toMatchObject({
      status: 'AWAITING_STOCK',
      number: expect.stringMatching(/^G-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/),
      total: { amountMinor: 2 * PRICE.amountMinor + 1_500, currency: 'EUR' },
    });
    expect(await readOrder(service, customer, order.id)).toEqual({
      ...order,
      reason: null,
      placedAt: NOW.toISOString(),
      trackingNumber: null,
      items: [
        {
          product: { id: productId },
          quantity: 2,
          unitPrice: { amountMinor: 12_900 },
          lineTotal: { amountMinor: 25_800 },
        },
        { product: { id: second }, quantity: 3, unitPrice: { amountMinor: 500 }, lineTotal: { amountMinor: 1_500 } },
      ],
      shippingAddress: ADDRESS,
      timeline: [{ status: 'AWAITING_STOCK', at: NOW.toISOString(), reason: null }],
      customer: { id: customer.userId },
    });
    expect(await cartItems()).toEqual([]);
  });

  it('asks for the stock, to be held well beyond its own deadlines', async () => {
    await addToCart(service, customer, productId, 2);
    const { order } = await place();
    await vi.waitFor(() => expect(reservations(order.id)).toHaveLength(1), PATIENCE);
    const [command] = reservations(order.id);
    expect(command?.data.lines).toEqual([{ productId, quantity: 2 }]);
    expect(new Date(command?.data.expiresAt ?? 0).getTime() - NOW.getTime()).toBeGreaterThan(10 * 60_000);
  });

  it('takes seven statements, begin and commit included', async () => {
    await addToCart(service, customer, productId);
    await addToCart(service, customer, await newProduct(service));
    expect(await service.queryCount(() => place())).toBe(7);
  });

  it('needs somebody who is signed in', async () => {
    const input = { idempotencyKey: newId(), paymentToken: 'tok_success', shippingAddressId: UNKNOWN_ID };
    const { errors } = await service.query(PLACE, { variables: { input } });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('does not serve an account that is gone', async () => {
    await addToCart(service, customer, productId);
    service.users.erase(customer.userId);
    const { errors } = await placeOrder(service, customer);
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await orderCount()).toBe(0);
  });

  it('answers an empty cart with a problem, and the key can be used again', async () => {
    const idempotencyKey = newId();
    expect(await place({ idempotencyKey })).toMatchObject({ __typename: 'CartEmpty', code: 'CART_EMPTY' });
    await addToCart(service, customer, productId);
    expect((await place({ idempotencyKey })).__typename).toBe('OrderPlaced');
  });

  it.each([UNKNOWN_ID, 'not an id', ''])('refuses the address "%s", which the account does not have', async (id) => {
    await addToCart(service, customer, productId);
    expect(await place({ shippingAddressId: id })).toMatchObject({ code: 'ADDRESS_UNKNOWN' });
    expect(await cartItems()).toHaveLength(1);
  });

  it('refuses an account that was suspended', async () => {
    await addToCart(service, customer, productId);
    service.users.suspend(customer.userId);
    expect(await place()).toMatchObject({ code: 'ACCOUNT_SUSPENDED' });
    expect(await cartItems()).toHaveLength(1);
  });

  it.each(['short', 'k'.repeat(101)])('refuses an impossible key', async (idempotencyKey) => {
    expect(await place({ idempotencyKey })).toMatchObject({ code: 'INVALID_IDEMPOTENCY_KEY' });
  });

  it.each(['', 't'.repeat(201)])('refuses an impossible payment token', async (paymentToken) => {
    expect(await place({ paymentToken })).toMatchObject({ code: 'INVALID_PAYMENT_TOKEN' });
  });

  it('refuses products that were archived while they were in the cart, by their ids', async () => {
    const gone = await newProduct(service);
    await addToCart(service, customer, productId);
    await addToCart(service, customer, gone);
    await service.publish(productArchived, { productId: gone, archivedAt: '2026-02-01T00:00:00.000Z', version: 2 });
    await vi.waitFor(
      async () => expect(await addToCart(service, customer, gone)).toMatchObject({ code: 'PRODUCT_UNAVAILABLE' }),
      PATIENCE,
    );
    expect(await place()).toMatchObject({ code: 'PRODUCT_UNAVAILABLE', productIds: [gone] });
    expect(await cartItems()).toHaveLength(2);
    expect(await orderCount()).toBe(0);
  });
});

describe('the same idempotency key', () => {
  it('gives one order, five times at once', async () => {
    await addToCart(service, customer, productId);
    const idempotencyKey = newId();
    const answers = await Promise.all(Array.from({ length: 5 }, () => place({ idempotencyKey })));
    expect(answers.map(({ __typename }) => __typename)).toEqual(Array(5).fill('OrderPlaced'));
    expect(new Set(answers.map(({ order }) => order.id as string)).size).toBe(1);
    expect(await orderCount()).toBe(1);
    await vi.waitFor(() => expect(reservations(answers[0].order.id)).toHaveLength(1), PATIENCE);
  });

  it('gives one order even while the cart fills again between the twins', async () => {
    await addToCart(service, customer, productId);
    const idempotencyKey = newId();
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => place({ idempotencyKey })),
      ...Array.from({ length: 4 }, () => addToCart(service, customer, productId)),
    ]);
    const orders = answers.slice(0, 4).map(({ order }) => order.id as string);
    expect(new Set(orders).size).toBe(1);
    const pieces = await piecesOrderedOrInCart();
    expect(pieces).toBe(5);
  });

  it('gives the first order again after the cart and the prices changed', async () => {
    const product = await newProduct(service);
    await addToCart(service, customer, product);
    const idempotencyKey = newId();
    const first = await place({ idempotencyKey });
    await service.publish(priceChanged, {
      productId: product,
      price: { amountMinor: 1, currency: 'EUR' },
      previousPrice: PRICE,
      changedAt: '2026-02-01T00:00:00.000Z',
      version: 2,
    });
    await vi.waitFor(async () => expect(await priceOf(service, product)).toBe(1), PATIENCE);
    await addToCart(service, customer, product, 9);
    expect(await place({ idempotencyKey })).toEqual(first);
    expect(await cartItems()).toHaveLength(1);
  });

  it('gives the first order again without asking users', async () => {
    await addToCart(service, customer, productId);
    const idempotencyKey = newId();
    const first = await place({ idempotencyKey });
    const asked = service.users.requests.length;
    service.users.behave('down');
    expect(await place({ idempotencyKey })).toEqual(first);
    service.users.behave('up');
    expect(service.users.requests).toHaveLength(asked);
  });

  it('is refused with other input', async () => {
    await addToCart(service, customer, productId);
    const idempotencyKey = newId();
    await place({ idempotencyKey });
    const other = { idempotencyKey, paymentToken: 'tok_declined' };
    expect(await place(other)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await place({ idempotencyKey, shippingAddressId: UNKNOWN_ID })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('of two customers are two keys', async () => {
    const idempotencyKey = newId();
    await addToCart(service, customer, productId);
    const mine = await place({ idempotencyKey });
    const other = newCustomer();
    await addToCart(service, other, productId);
    const theirs = (await placeOrder(service, other, { idempotencyKey })).data.placeOrder;
    expect(theirs.order.id).not.toBe(mine.order.id);
  });
});

describe('different keys at the same time', () => {
  it('order the cart once', async () => {
    await addToCart(service, customer, productId);
    const answers = await Promise.all(Array.from({ length: 4 }, () => place()));
    expect(answers.map((answer) => answer.code ?? answer.__typename).sort()).toEqual([
      'CART_EMPTY',
      'CART_EMPTY',
      'CART_EMPTY',
      'OrderPlaced',
    ]);
    expect(await orderCount()).toBe(1);
  });
});

async function piecesOrderedOrInCart(): Promise<number> {
  const { rows } = await service.database.pool.query<{ pieces: string }>(
    `select coalesce((select sum(quantity) from order_lines join orders on orders.id = order_id where customer_id = $1), 0)
          + coalesce((select sum(quantity) from cart_lines where customer_id = $1), 0) as pieces`,
    [customer.userId],
  );
  return Number(rows[0]?.pieces);
}
