import { releaseStock } from '@galleria/events/inventory';
import { orderCancelled } from '@galleria/events/orders';
import { cancelCharge, chargeCancellationRefused, refund } from '@galleria/events/payments';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createOrderRepository } from '../src/repository/order-repository.ts';
import {
  ADMINISTRATOR,
  capture,
  confirmedOrder,
  newCustomer,
  newOrder,
  newProduct,
  readOrder,
  reserve,
  startOrders,
  untilStatus,
  type OrdersService,
  type PlacedOrder,
} from './fixtures.ts';

const STOCK_DEADLINE_MS = 30_000;
const PAYMENT_DEADLINE_MS = 60_000;

let now = new Date('2026-06-01T12:00:00.000Z');
let service: OrdersService;
let productId: string;
const customer = newCustomer();
beforeAll(async () => {
  service = await startOrders({ clock: () => now });
  productId = await newProduct(service);
});
afterAll(() => service.stop());

const pass = (ms: number) => void (now = new Date(now.getTime() + ms));
const sweep = () => service.app.timeOutOrders();
const sentTo = (contract: typeof releaseStock | typeof cancelCharge | typeof refund, orderId: string) =>
  service.published(contract).filter(({ data }) => data.orderId === orderId);

// What a test leaves waiting must not count in the next one.
afterEach(async () => {
  pass(STOCK_DEADLINE_MS + PAYMENT_DEADLINE_MS);
  await sweep();
});

describe('an order that waits too long', () => {
  it('for its stock is cancelled, and what may be held for it is released', async () => {
    const { id } = await newOrder(service, customer, productId);
    pass(STOCK_DEADLINE_MS - 1);
    expect(await sweep()).toBe(0);
    pass(1);
    expect(await sweep()).toBe(1);
    expect(await readOrder(service, customer, id)).toMatchObject({ status: 'CANCELLED', reason: 'TIMED_OUT' });
    await vi.waitFor(() => expect(sentTo(releaseStock, id)).toHaveLength(1), PATIENCE);
    expect(sentTo(cancelCharge, id)).toEqual([]);
  });

  it('for its payment is cancelled, and the charge with it', async () => {
    const { id } = await newOrder(service, customer, productId);
    pass(STOCK_DEADLINE_MS - 1);
    await reserve(service, id);
    await untilStatus(service, id, 'AWAITING_PAYMENT');
    pass(PAYMENT_DEADLINE_MS - 1);
    expect(await sweep()).toBe(0);
    pass(1);
    expect(await sweep()).toBe(1);
    expect(await readOrder(service, customer, id)).toMatchObject({ status: 'CANCELLED', reason: 'TIMED_OUT' });
    await vi.waitFor(() => {
      expect(sentTo(releaseStock, id)).toHaveLength(1);
      expect(sentTo(cancelCharge, id)).toHaveLength(1);
    }, PATIENCE);
  });

  it('and that nothing ends is shown to administrators as stuck, two seconds later', async () => {
    const { id } = await newOrder(service, customer, productId);
    const STUCK = '{ stuckOrders(first: 10) { totalCount nodes { id status } } }';
    const stuck = async () => (await service.query(STUCK, { viewer: ADMINISTRATOR })).data.stuckOrders;
    pass(STOCK_DEADLINE_MS + 2_000);
    expect(await stuck()).toEqual({ totalCount: 0, nodes: [] });
    pass(1);
    expect(await stuck()).toEqual({ totalCount: 1, nodes: [{ id, status: 'AWAITING_STOCK' }] });
    const OVERDUE =
      'query { _entities(representations: [{ __typename: "Invariants", id: "now" }]) { ... on Invariants { overdueOrders } } }';
    expect((await service.query(OVERDUE, { viewer: ADMINISTRATOR })).data._entities).toEqual([{ overdueOrders: 1 }]);
    expect((await service.query(STUCK, { viewer: customer })).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    await sweep();
    expect(await stuck()).toEqual({ totalCount: 0, nodes: [] });
  });

  it('tells so once, in the story of the request that placed it', async () => {
    const { id } = await newOrder(service, customer, productId);
    pass(STOCK_DEADLINE_MS);
    await sweep();
    await sweep();
    const cancelled = () => service.published(orderCancelled).filter(({ data }) => data.orderId === id);
    await vi.waitFor(() => expect(cancelled()).toHaveLength(1), PATIENCE);
    const { rows } = await service.database.pool.query<{ id: string }>(
      'select correlation_id as id from orders where id = $1',
      [id],
    );
    expect(cancelled()[0]?.correlationId).toBe(rows[0]?.id);
  });
});

describe('an answer that comes after the deadline', () => {
  it('about stock gives the stock back', async () => {
    const { id } = await newOrder(service, customer, productId);
    pass(STOCK_DEADLINE_MS);
    await sweep();
    await reserve(service, id);
    await vi.waitFor(() => expect(sentTo(releaseStock, id)).toHaveLength(2), PATIENCE);
    expect((await readOrder(service, customer, id)).status).toBe('CANCELLED');
  });

  it('about a payment gives the money back', async () => {
    const { id } = await newOrder(service, customer, productId);
    await reserve(service, id);
    await untilStatus(service, id, 'AWAITING_PAYMENT');
    pass(PAYMENT_DEADLINE_MS);
    await sweep();
    await capture(service, id);
    await vi.waitFor(() => expect(sentTo(refund, id)).toHaveLength(1), PATIENCE);
    expect(sentTo(refund, id)[0]?.data).toMatchObject({ reason: 'TIMED_OUT' });
  });

  it('that the charge was made gives the money back, although nobody heard of the capture', async () => {
    const { id } = await newOrder(service, customer, productId);
    await reserve(service, id);
    await untilStatus(service, id, 'AWAITING_PAYMENT');
    pass(PAYMENT_DEADLINE_MS);
    await sweep();
    await service.publish(chargeCancellationRefused, { paymentId: newId(), orderId: id, customerId: newId() });
    await vi.waitFor(() => expect(sentTo(refund, id)).toHaveLength(1), PATIENCE);
  });
});

describe('the sweep', () => {
  it('looks at the deadline again once it holds the lock, for an answer may have moved it', async () => {
    const { id } = await newOrder(service, customer, productId);
    const seenOverdue = new Date(now.getTime() + STOCK_DEADLINE_MS);
    const lockedAt = (time: Date) =>
      service.database.transaction((transaction) => createOrderRepository(transaction).lockOverdue(id, time));
    expect((await lockedAt(seenOverdue))?.id).toBe(id);
    await reserve(service, id);
    await untilStatus(service, id, 'AWAITING_PAYMENT');
    expect(await lockedAt(seenOverdue)).toBeNull();
  });

  it('leaves orders alone that wait for nothing', async () => {
    const { id } = await confirmedOrder(service, customer, productId);
    pass(STOCK_DEADLINE_MS + PAYMENT_DEADLINE_MS);
    expect(await sweep()).toBe(0);
    expect((await readOrder(service, customer, id)).status).toBe('CONFIRMED');
  });

  it('of two instances at once ends each order once', async () => {
    const other = await service.startInstance();
    const orders: PlacedOrder[] = [];
    for (let count = 0; count < 12; count += 1) orders.push(await newOrder(service, customer, productId));
    pass(STOCK_DEADLINE_MS);
    let ended = 0;
    // Each leaves out what the other has locked, so both together may need a second look.
    while (ended < orders.length) {
      const [here, there] = await Promise.all([sweep(), other.timeOutOrders()]);
      expect(here + there).toBeGreaterThan(0);
      ended += here + there;
    }
    expect(ended).toBe(orders.length);
    for (const { id } of orders) {
      const { timeline } = await readOrder(service, customer, id);
      expect(timeline.map((entry: { status: string }) => entry.status)).toEqual(['AWAITING_STOCK', 'CANCELLED']);
    }
    await vi.waitFor(() => {
      for (const { id } of orders) expect(sentTo(releaseStock, id)).toHaveLength(1);
    }, PATIENCE);
  });

  it('and a reply at the same moment give one of the two ends, never both', async () => {
    const orders: PlacedOrder[] = [];
    for (let count = 0; count < 6; count += 1) {
      const order = await newOrder(service, customer, productId);
      await reserve(service, order.id);
      await untilStatus(service, order.id, 'AWAITING_PAYMENT');
      orders.push(order);
    }
    pass(PAYMENT_DEADLINE_MS);
    await Promise.all([sweep(), ...orders.map(({ id }) => capture(service, id))]);
    for (const { id } of orders) {
      await vi.waitFor(async () => {
        const { status } = await readOrder(service, customer, id);
        const refunded = sentTo(refund, id).length;
        expect([status, refunded]).toEqual(status === 'CONFIRMED' ? ['CONFIRMED', 0] : ['CANCELLED', 1]);
      }, PATIENCE);
    }
  });
});
