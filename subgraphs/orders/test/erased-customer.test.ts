import { releaseStock } from '@galleria/events/inventory';
import { orderCancelled, orderConfirmed, orderShipped } from '@galleria/events/orders';
import { charge, refund } from '@galleria/events/payments';
import { userErased } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import { sql } from '@galleria/kit/database/sql';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { createOutbox } from '@galleria/messaging/outbox/outbox';
import { outbox } from '@galleria/messaging/tables';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createErasedCustomerRepository } from '../src/repository/erased-customer-repository.ts';
import { ADDRESS } from './fake-users.ts';
import {
  ADMINISTRATOR,
  addToCart,
  capture,
  confirmedOrder,
  newCustomer,
  newOrder,
  newProduct,
  placeOrder,
  readOrder,
  reserve,
  startOrders,
  untilStatus,
  type OrdersService,
} from './fixtures.ts';
import { ACCEPT, ADD, CART, CLEAR, DELIVER, MERGE, REMOVE, SET, SHIP } from './operations.ts';

const ERASED_AT = '2026-06-01T12:00:00.000Z';
const ERASED_ADDRESS = { fullName: '–', line1: '', line2: null, city: '', postalCode: '', country: ADDRESS.country };

let service: OrdersService;
let productId: string;
let customer: Viewer;
beforeAll(async () => {
  // An answer of users that is kept back must not time out meanwhile.
  service = await startOrders({ settings: { USERS_TIMEOUT_MS: 30_000 } });
  productId = await newProduct(service);
});
beforeEach(() => void (customer = newCustomer()));
afterAll(() => service.stop());

const tombstones = async (customerId: string) =>
  (await service.database.pool.query('select 1 from erased_customers where customer_id = $1', [customerId])).rowCount;

async function erase({ userId }: Viewer, id = newId()): Promise<void> {
  service.users.erase(userId);
  await service.publish(userErased, { userId, erasedAt: ERASED_AT }, { id });
  await vi.waitFor(async () => expect(await tombstones(userId)).toBe(1), PATIENCE);
}

const sent = <Data extends { orderId: string }>(contract: MessageContract<Data>, orderId: string) =>
  service.published(contract).filter(({ data }) => data.orderId === orderId);
const untilSent = <Data extends { orderId: string }>(contract: MessageContract<Data>, orderId: string) =>
  vi.waitFor(() => expect(sent(contract, orderId)).toHaveLength(1), PATIENCE);
const untilAllSent = () =>
  vi.waitFor(async () => {
    const { rows } = await service.database.pool.query('select 1 from outbox');
    expect(rows).toEqual([]);
  }, PATIENCE);

/** Every table with every value of it, as text. */
async function everythingKept(): Promise<string> {
  const { rows: tables } = await service.database.pool.query<{ name: string }>(
    "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'",
  );
  expect(tables.length).toBeGreaterThan(8);
  const contents = await Promise.all(
    tables.map(({ name }) => service.database.pool.query(`select to_jsonb(${name})::text as row from ${name}`)),
  );
  return JSON.stringify(contents.map(({ rows }) => rows));
}

describe('an erased customer', () => {
  it('leaves orders without anything that tells who it was, and what the law needs', async () => {
    const [street, key, trackingNumber] = ['Secret Lane 77', `key-of-${newId()}`, 'SECRET-TRACK-1'];
    const token = `tok_${newId()}`;
    service.users.moveTo({ fullName: 'Erna Vergessen', line1: street, line2: 'Hinterhof', city: 'Kleinstadt' });
    await addToCart(service, customer, productId, 2);
    const { order } = (await placeOrder(service, customer, { idempotencyKey: key, paymentToken: token })).data
      .placeOrder;
    await reserve(service, order.id);
    await untilStatus(service, order.id, 'AWAITING_PAYMENT');
    await capture(service, order.id);
    await untilStatus(service, order.id, 'CONFIRMED');
    await service.query(SHIP, { variables: { orderId: order.id, trackingNumber }, viewer: ADMINISTRATOR });
    await addToCart(service, customer, productId);
    service.users.moveTo(ADDRESS);
    await untilAllSent();
    const secrets = ['Erna', 'Vergessen', street, 'Hinterhof', 'Kleinstadt', key, trackingNumber];
    const before = await everythingKept();
    expect(secrets.filter((secret) => !before.includes(secret))).toEqual([]);
    expect(before).not.toContain(token);

    await erase(customer);
    const after = await everythingKept();
    expect(secrets.filter((secret) => after.includes(secret))).toEqual([]);
    expect(await readOrder(service, ADMINISTRATOR, order.id)).toMatchObject({
      number: order.number,
      status: 'SHIPPED',
      total: order.total,
      items: [{ product: { id: productId }, quantity: 2 }],
      shippingAddress: ERASED_ADDRESS,
      trackingNumber: null,
    });
    const { data } = await service.query(DELIVER, { variables: { orderId: order.id }, viewer: ADMINISTRATOR });
    expect(data.deliverOrder).toMatchObject({ __typename: 'OrderDelivered' });
  });

  it('loses nobody else’s data', async () => {
    const other = newCustomer();
    const { id } = await newOrder(service, other, productId);
    await addToCart(service, other, productId);
    await erase(customer);
    expect((await readOrder(service, other, id)).shippingAddress).toEqual(ADDRESS);
    expect((await service.query(CART, { viewer: other })).data.cart.items).toHaveLength(1);
  });

  it('has a paid order that is not on its way cancelled and refunded, once', async () => {
    const { id } = await confirmedOrder(service, customer, productId);
    const message = newId();
    await erase(customer, message);
    await untilStatus(service, id, 'CANCELLED');
    await service.publish(userErased, { userId: customer.userId, erasedAt: ERASED_AT }, { id: message });
    await service.untilHandled(await service.publish(userErased, { userId: customer.userId, erasedAt: ERASED_AT }));
    await Promise.all([untilSent(orderCancelled, id), untilSent(refund, id), untilSent(releaseStock, id)]);
    expect(sent(orderCancelled, id)[0]?.data.reason).toBe('ACCOUNT_ERASED');
  });

  it('has an order that waits go through its checkout, without an address, and then cancelled', async () => {
    const { id } = await newOrder(service, customer, productId);
    await erase(customer);
    expect((await readOrder(service, ADMINISTRATOR, id)).status).toBe('AWAITING_STOCK');
    await reserve(service, id);
    await untilSent(charge, id);
    expect(sent(charge, id)[0]?.data).toMatchObject({ paymentToken: 'tok_success' });
    expect(sent(charge, id)[0]?.data).not.toHaveProperty('billTo');
    await capture(service, id);
    await untilStatus(service, id, 'CANCELLED');
    await Promise.all([untilSent(orderConfirmed, id), untilSent(refund, id), untilSent(releaseStock, id)]);
    const { reason, timeline } = await readOrder(service, ADMINISTRATOR, id);
    expect(reason).toBe('ACCOUNT_ERASED');
    expect(timeline.map(({ status }: { status: string }) => status)).toEqual([
      'AWAITING_STOCK',
      'AWAITING_PAYMENT',
      'CONFIRMED',
      'CANCELLED',
    ]);
  });

  it('has the address and the tracking number taken out of messages that are not sent yet', async () => {
    const orderId = newId();
    const kept = await service.database.transaction(async (transaction) => {
      const unsent = createOutbox(transaction, { source: 'orders' });
      const amount = { amountMinor: 100, currency: 'EUR' };
      const order = { orderId, customerId: customer.userId };
      await unsent.add(charge, { ...order, orderNumber: 'G-1', amount, paymentToken: 'tok', billTo: ['Erna'] });
      await unsent.add(orderShipped, { ...order, number: 'G-1', trackingNumber: 'RR1', at: ERASED_AT });
      await createErasedCustomerRepository(transaction).redactMessages([orderId]);
      // Within the transaction, so that the relay does not send them first.
      return transaction.query(sql`delete from outbox where key = ${orderId} returning ${outbox.columns('payload')}`);
    });
    expect(kept.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual([
      { orderId, customerId: customer.userId, orderNumber: 'G-1', amount: expect.anything(), paymentToken: 'tok' },
      { orderId, customerId: customer.userId, number: 'G-1', trackingNumber: null, at: ERASED_AT },
    ]);
  });

  it('whose access token still lives can neither order nor fill a cart', async () => {
    const idempotencyKey = newId();
    await addToCart(service, customer, productId);
    await placeOrder(service, customer, { idempotencyKey });
    await addToCart(service, customer, productId);
    await erase(customer);
    const item = { productId, quantity: 1 };
    const changes = [
      [ADD, { input: item }],
      [SET, { input: item }],
      [REMOVE, { productId }],
      [CLEAR, {}],
      [MERGE, { items: [item] }],
      [ACCEPT, {}],
    ] as const;
    for (const [document, variables] of changes) {
      const { errors } = await service.query(document, { variables, viewer: customer });
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
    for (const key of [newId(), idempotencyKey]) {
      const { errors } = await placeOrder(service, customer, { idempotencyKey: key });
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
    expect((await service.query(CART, { viewer: customer })).data.cart.items).toEqual([]);
  });

  it('whom users vouched for a moment before gets no order any more', async () => {
    await addToCart(service, customer, productId);
    const asked = service.users.requests.length;
    const release = service.users.hold();
    const ordering = placeOrder(service, customer);
    await vi.waitFor(() => expect(service.users.requests.length).toBe(asked + 1), PATIENCE);
    await erase(customer);
    release();
    expect((await ordering).data.placeOrder).toMatchObject({ code: 'CART_EMPTY' });
    const { rows } = await service.database.pool.query('select 1 from orders where customer_id = $1', [
      customer.userId,
    ]);
    expect(rows).toEqual([]);
  });

  it('who orders at the same moment leaves either no order or one without an address, and no cart', async () => {
    for (let round = 0; round < 8; round += 1) {
      const racer = newCustomer();
      await addToCart(service, racer, productId);
      const erased = service.publish(userErased, { userId: racer.userId, erasedAt: ERASED_AT });
      // users has not heard of it yet, or answered before.
      await Promise.all([
        erased,
        placeOrder(service, racer),
        service.query(ADD, { variables: { input: { productId, quantity: 1 } }, viewer: racer }),
        placeOrder(service, racer),
      ]);
      await vi.waitFor(async () => expect(await tombstones(racer.userId)).toBe(1), PATIENCE);
      const { rows } = await service.database.pool.query(
        `select full_name, line1, city from orders where customer_id = $1
         union all select 'cart', product_id::text, '' from cart_lines where customer_id = $1`,
        [racer.userId],
      );
      expect(rows.filter(({ line1 }) => line1 !== '')).toEqual([]);
    }
  });
});
