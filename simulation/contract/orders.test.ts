import type { Database } from '@galleria/kit/database/database';
import { newId } from '@galleria/kit/identifiers';
import { describe, expect, it } from 'vitest';
import { ERASED_NAME, type TimelineEntry } from '../../subgraphs/orders/src/domain/order.ts';
import { createOrderRepository, type NewOrder } from '../../subgraphs/orders/src/repository/order-repository.ts';
import { createUnitOfWork } from '../../subgraphs/orders/src/repository/unit-of-work.ts';
import { bindOrders, createOrderTable, emptyOrders } from '../repositories/order-tables.ts';
import { implementationsOf, without } from './service-under-test.ts';
import { itIsAUnitOfWork } from './unit-of-work-contract.ts';

const AT = new Date('2026-05-04T12:00:00.000Z');
const minutesLater = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
const ADDRESS = { fullName: 'Ada', line1: 'Street 1', line2: null, city: 'Bern', postalCode: '3000', country: 'CH' };

const IMPLEMENTATIONS = implementationsOf({
  service: 'orders',
  empty: emptyOrders,
  bind: bindOrders,
  createUnitOfWork: (database: Database) => createUnitOfWork(database),
  memory: (database) => ({
    statements: {
      overdue: async (now: Date, limit: number) => createOrderTable(database.tables()).overdue(now, limit),
      byIdempotencyKey: async (customerId: string, key: string) =>
        createOrderTable(database.tables()).byIdempotencyKey(customerId, key),
    },
    timelineOf: async (orderId: string) => database.tables().orders.get(orderId)?.timeline ?? [],
  }),
  postgres: (database) => ({
    statements: createOrderRepository(database),
    timelineOf: async (orderId: string) => {
      const { rows } = await database.pool.query<TimelineEntry>(
        'select status::text, at, reason from timeline_entries where order_id = $1 order by id',
        [orderId],
      );
      return rows;
    },
  }),
});

const line = (quantity = 1, amountMinor = 1_000) => ({
  ...{ productId: newId(), name: 'Lamp', quantity },
  unitPrice: { amountMinor, currency: 'CHF' },
});

function newOrder(changes: Partial<NewOrder> = {}): NewOrder {
  const id = newId();
  return {
    ...{ id, number: `G-${id}`, customerId: newId(), status: 'AWAITING_STOCK', reason: null },
    ...{ total: { amountMinor: 3_000, currency: 'CHF' }, lines: [line(), line(2)], shippingAddress: ADDRESS },
    ...{ trackingNumber: null, placedAt: AT, deadlineAt: minutesLater(10), paymentToken: 'tok_success' },
    ...{ isCustomerErased: false, idempotencyKey: newId(), requestHash: 'hash', correlationId: newId() },
    ...changes,
  } as const;
}

/** An order as whoever asks for it sees it. */
function seen({ idempotencyKey: _key, requestHash: _hash, deadlineAt: _at, correlationId: _id, ...order }: NewOrder) {
  return order;
}

const toPayment = { to: 'AWAITING_PAYMENT', at: minutesLater(1), reason: null, trackingNumber: null } as const;
const change = { ...toPayment, deadlineAt: minutesLater(20) };

describe.each(IMPLEMENTATIONS)('orders %s', (_name, start) => {
  itIsAUnitOfWork('orders', start, ({ orders }) =>
    orders.insert(newOrder({ total: { amountMinor: -1, currency: 'CHF' } })),
  );

  describe('an order', () => {
    it('is there as it was placed, with the first entry of its timeline', async () => {
      const { unitOfWork, others } = await start();
      const order = newOrder();
      expect(await unitOfWork(({ orders }) => orders.insert(order))).toBe(true);
      expect(await unitOfWork(({ orders }) => orders.lock(order.id))).toEqual(seen(order));
      expect(await others.timelineOf(order.id)).toEqual([{ status: 'AWAITING_STOCK', at: AT, reason: null }]);
      expect(await unitOfWork(({ orders }) => orders.lock(newId()))).toBeNull();
    });

    it.each(['id', 'number', 'idempotencyKey'] as const)(
      'is not placed, and changes nothing, where its %s is taken',
      async (name) => {
        const { unitOfWork } = await start();
        const order = newOrder();
        await unitOfWork(({ orders }) => orders.insert(order));
        const twin = newOrder({ customerId: order.customerId, [name]: order[name], lines: [line(9)] });
        expect(await unitOfWork(({ orders }) => orders.insert(twin))).toBe(false);
        expect(await unitOfWork(({ orders }) => orders.lock(order.id))).toEqual(seen(order));
        if (name !== 'id') expect(await unitOfWork(({ orders }) => orders.lock(twin.id))).toBeNull();
      },
    );

    it('of another customer may have the same idempotency key', async () => {
      const { unitOfWork } = await start();
      const order = newOrder();
      const other = newOrder({ idempotencyKey: order.idempotencyKey });
      const inserted = await unitOfWork(async ({ orders }) => [await orders.insert(order), await orders.insert(other)]);
      expect(inserted).toEqual([true, true]);
    });

    it('is placed once by many at once with one key', async () => {
      const { unitOfWork } = await start();
      const request = { customerId: newId(), idempotencyKey: newId() };
      const place = () => unitOfWork(({ orders }) => orders.insert(newOrder(request)));
      const outcomes = await Promise.all([place(), place(), place()]);
      expect(outcomes.filter((isPlaced) => isPlaced)).toHaveLength(1);
    });

    it('is found by its key, without what a saga alone may see', async () => {
      const { unitOfWork, others } = await start();
      const order = newOrder();
      await unitOfWork(({ orders }) => orders.insert(order));
      const shown = without(seen(order), 'lines', 'paymentToken', 'isCustomerErased');
      const { customerId, idempotencyKey } = order;
      const found = { order: shown, requestHash: 'hash' };
      expect(await unitOfWork(({ orders }) => orders.byIdempotencyKey(customerId, idempotencyKey))).toEqual(found);
      expect(await others.statements.byIdempotencyKey(customerId, idempotencyKey)).toEqual(found);
      expect(await others.statements.byIdempotencyKey(newId(), idempotencyKey)).toBeNull();
      expect(await others.statements.byIdempotencyKey(customerId, newId())).toBeNull();
    });

    it.each([
      ['total', { total: { amountMinor: -1, currency: 'CHF' } }],
      ['deadline', { deadlineAt: null }],
      ['means of payment', { status: 'AWAITING_PAYMENT' }],
      ['lines', { lines: [line(0)] }],
      ['prices', { lines: [line(1, -1)] }],
    ] as const)('is refused by the database where its %s make no sense', async (_what, changes) => {
      const { unitOfWork } = await start();
      const order = newOrder(changes);
      await expect(unitOfWork(({ orders }) => orders.insert(order))).rejects.toThrow();
      expect(await unitOfWork(({ orders }) => orders.lock(order.id))).toBeNull();
    });
  });

  describe('a step of an order', () => {
    it('changes its status, notes it in the timeline and forgets the means of payment', async () => {
      const { unitOfWork, others } = await start();
      const order = newOrder();
      await unitOfWork(({ orders }) => orders.insert(order));
      await unitOfWork(({ orders }) => orders.advance(order.id, change));
      const advanced = { ...seen(order), status: 'AWAITING_PAYMENT', paymentToken: null };
      expect(await unitOfWork(({ orders }) => orders.lock(order.id))).toEqual(advanced);
      expect(await others.timelineOf(order.id)).toEqual([
        { status: 'AWAITING_STOCK', at: AT, reason: null },
        { status: 'AWAITING_PAYMENT', at: minutesLater(1), reason: null },
      ]);
    });

    it('keeps a tracking number that it does not tell', async () => {
      const { unitOfWork } = await start();
      const order = newOrder();
      await unitOfWork(async ({ orders }) => {
        await orders.insert(order);
        const shipped = { ...change, to: 'SHIPPED', deadlineAt: null } as const;
        await orders.advance(order.id, { ...shipped, trackingNumber: 'CH 42' });
        await orders.advance(order.id, { ...shipped, to: 'DELIVERED' });
      });
      expect(await unitOfWork(({ orders }) => orders.lock(order.id))).toMatchObject({ trackingNumber: 'CH 42' });
    });

    it('is not there when its transaction throws', async () => {
      const { unitOfWork, others } = await start();
      const order = newOrder();
      await unitOfWork(({ orders }) => orders.insert(order));
      const failing = unitOfWork(async ({ orders }) => {
        await orders.advance(order.id, change);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await unitOfWork(({ orders }) => orders.lock(order.id))).toEqual(seen(order));
      expect(await others.timelineOf(order.id)).toHaveLength(1);
    });

    it('of an order that is not there does nothing', async () => {
      const { unitOfWork, others } = await start();
      const orderId = newId();
      await unitOfWork(({ orders }) => orders.advance(orderId, change));
      expect(await others.timelineOf(orderId)).toEqual([]);
    });

    it.each([
      ['waits without a deadline', { ...change, deadlineAt: null }],
      ['has a deadline and waits for nothing', { ...change, to: 'CONFIRMED' }],
      ['failed without a reason', { ...change, to: 'CANCELLED', deadlineAt: null }],
      ['has a reason and did not fail', { ...change, reason: 'NONE' }],
      ['waits for stock without means of payment', { ...change, to: 'AWAITING_STOCK' }],
    ] as const)('is refused by the database where the order then %s', async (_what, wrong) => {
      const { unitOfWork } = await start();
      const order = newOrder();
      await unitOfWork(({ orders }) => orders.insert(order));
      await expect(unitOfWork(({ orders }) => orders.advance(order.id, wrong))).rejects.toThrow();
      expect(await unitOfWork(({ orders }) => orders.lock(order.id))).toEqual(seen(order));
    });

    it('is taken by two at once one after the other, the second on what the first has left', async () => {
      const { unitOfWork } = await start();
      const order = newOrder();
      await unitOfWork(({ orders }) => orders.insert(order));
      const take = () =>
        unitOfWork(async ({ orders }) => {
          const found = await orders.lock(order.id);
          if (found?.status === 'AWAITING_STOCK') await orders.advance(order.id, change);
          return found?.status ?? '';
        });
      expect((await Promise.all([take(), take()])).sort()).toEqual(['AWAITING_PAYMENT', 'AWAITING_STOCK']);
    });
  });

  describe('an order beyond its deadline', () => {
    it('is found, the one that waits longest first, and those that wait for nothing are not', async () => {
      const { unitOfWork, others } = await start();
      const second = newOrder({ deadlineAt: minutesLater(2) });
      const first = newOrder({ deadlineAt: minutesLater(1) });
      const later = newOrder({ deadlineAt: minutesLater(4) });
      const ended = newOrder({ deadlineAt: minutesLater(1) });
      await unitOfWork(async ({ orders }) => {
        for (const order of [second, first, later, ended]) await orders.insert(order);
        await orders.advance(ended.id, { ...change, to: 'CONFIRMED', deadlineAt: null });
      });
      const found = [first, second].map(({ id, correlationId }) => ({ id, correlationId }));
      expect(await others.statements.overdue(minutesLater(2), 10)).toEqual(found);
      expect(await others.statements.overdue(minutesLater(2), 1)).toEqual(found.slice(0, 1));
      expect(await unitOfWork(({ orders }) => orders.overdue(AT, 10))).toEqual([]);
    });

    it('is taken while it is beyond it', async () => {
      const { unitOfWork } = await start();
      const order = newOrder({ deadlineAt: minutesLater(2) });
      await unitOfWork(({ orders }) => orders.insert(order));
      const take = (now: Date, id = order.id) => unitOfWork(({ orders }) => orders.lockOverdue(id, now));
      expect(await take(minutesLater(1))).toBeNull();
      expect(await take(minutesLater(2))).toEqual(seen(order));
      expect(await take(minutesLater(2), newId())).toBeNull();
      await unitOfWork(({ orders }) => orders.advance(order.id, change));
      expect(await take(minutesLater(2))).toBeNull();
    });
  });

  describe('the erasure of a customer', () => {
    it('leaves of their orders nothing that tells who that was, once, and gives what is left', async () => {
      const { unitOfWork, others } = await start();
      const order = newOrder();
      const other = newOrder();
      await unitOfWork(async ({ orders }) => {
        await orders.insert(order);
        await orders.insert(other);
      });
      const erased = {
        ...{ ...seen(order), isCustomerErased: true, trackingNumber: null },
        shippingAddress: {
          ...{ fullName: ERASED_NAME, line1: '', line2: null, city: '', postalCode: '', country: 'CH' },
        },
      };
      const erase = () => unitOfWork(({ orders }) => orders.eraseCustomer(order.customerId, AT));
      expect(await erase()).toEqual([erased]);
      expect(await erase()).toEqual([]);
      expect(await unitOfWork(({ orders }) => orders.lock(order.id))).toEqual(erased);
      expect(await unitOfWork(({ orders }) => orders.lock(other.id))).toEqual(seen(other));
      expect(await others.statements.byIdempotencyKey(order.customerId, order.idempotencyKey)).toBeNull();
      expect(await others.statements.overdue(minutesLater(60), 10)).toContainEqual({
        ...{ id: order.id, correlationId: order.id },
      });
    });

    it('is remembered', async () => {
      const { unitOfWork } = await start();
      const customerId = newId();
      const has = () => unitOfWork(({ erasedCustomers }) => erasedCustomers.has(customerId));
      expect(await has()).toBe(false);
      await unitOfWork(({ erasedCustomers }) => erasedCustomers.add(customerId, AT));
      await unitOfWork(({ erasedCustomers }) => erasedCustomers.add(customerId, minutesLater(1)));
      expect(await has()).toBe(true);
    });
  });
});
