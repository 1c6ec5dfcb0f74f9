import { createLogger } from '@galleria/kit/logger';
import { newId } from '@galleria/kit/identifiers';
import { describe, expect, it } from 'vitest';
import type { CartLine } from '../domain/cart.ts';
import type { NewOrder } from '../repository/order-repository.ts';
import type { Work } from '../repository/unit-of-work.ts';
import { createPlaceOrder, requestHash, type PlaceOrderDependencies } from './place-order.ts';

const NOW = new Date('2026-06-01T12:00:00.000Z');
const VIEWER = { userId: newId(), roles: ['CUSTOMER'] };
const REQUEST = { idempotencyKey: 'one intended order', paymentToken: 'tok_success', shippingAddressId: newId() };
const ADDRESS = { fullName: 'Ada', line1: 'A 1', line2: null, city: 'Berlin', postalCode: '10115', country: 'DE' };
const LINE: CartLine = {
  productId: newId(),
  quantity: 2,
  unitPrice: { amountMinor: 100, currency: 'EUR' },
  priceWhenAdded: { amountMinor: 100, currency: 'EUR' },
  name: null,
  isOnSale: true,
};

/** A database of one cart, in which some numbers are taken; `events` tells what happened in which order. */
function setUp(options: { readonly taken?: readonly string[]; readonly numbers?: readonly string[] } = {}) {
  const events: string[] = [];
  const placed: NewOrder[] = [];
  const numbers = [...(options.numbers ?? ['G-0000-0001'])];
  const work = {
    carts: {
      lines: async () => [LINE],
      remove: async (_customerId: string, ids: readonly string[]) => void events.push(`out of the cart: ${ids.join()}`),
    },
    orders: {
      insert: async (order: NewOrder) => {
        if (options.taken?.includes(order.number) === true) return false;
        placed.push(order);
        return true;
      },
      byIdempotencyKey: async () => null,
    },
    outbox: { add: async ({ type }: { type: string }) => void events.push(type) },
  } as unknown as Work;
  const dependencies: PlaceOrderDependencies = {
    unitOfWork: async (run) => {
      events.push('begin');
      const result = await run(work);
      events.push('commit');
      return result;
    },
    orders: { byIdempotencyKey: async () => null },
    checkCustomer: async () => {
      events.push('users asked');
      return { kind: 'may-order', address: ADDRESS };
    },
    nextNumber: () => numbers.shift() ?? 'G-0000-0000',
    currency: 'EUR',
    deadlines: { stockMs: 30_000, paymentMs: 60_000 },
    clock: () => NOW,
    logger: createLogger({ service: 'orders', level: 'silent' }),
  };
  return { events, placed, dependencies };
}

describe('placing an order', () => {
  it.each([
    ['the total that the customer saw', { amountMinor: 200, currency: 'EUR' }, 'placed'],
    ['no total to compare with', null, 'placed'],
    ['another amount', { amountMinor: 199, currency: 'EUR' }, 'price-changed'],
    ['another currency', { amountMinor: 200, currency: 'USD' }, 'price-changed'],
  ])('of a cart with %s ends with the outcome that this calls for', async (_name, expectedTotal, kind) => {
    const { dependencies, placed } = setUp();
    expect(await createPlaceOrder(dependencies)(VIEWER, { ...REQUEST, expectedTotal })).toMatchObject({ kind });
    expect(placed).toHaveLength(kind === 'placed' ? 1 : 0);
  });

  it('asks users before the transaction begins', async () => {
    const { dependencies, events } = setUp();
    await createPlaceOrder(dependencies)(VIEWER, REQUEST);
    expect(events.slice(0, 2)).toEqual(['users asked', 'begin']);
  });

  it('takes out of the cart what was ordered, and not what came in meanwhile', async () => {
    const { dependencies, events } = setUp();
    await createPlaceOrder(dependencies)(VIEWER, REQUEST);
    expect(events.slice(2)).toEqual([`out of the cart: ${LINE.productId}`, 'inventory.reserve-stock.v1', 'commit']);
  });

  it('writes all that the saga will need', async () => {
    const { dependencies, placed } = setUp();
    await createPlaceOrder(dependencies)(VIEWER, REQUEST);
    expect(placed).toMatchObject([
      {
        status: 'AWAITING_STOCK',
        customerId: VIEWER.userId,
        total: { amountMinor: 200, currency: 'EUR' },
        deadlineAt: new Date(NOW.getTime() + 30_000),
        paymentToken: 'tok_success',
        requestHash: requestHash(REQUEST),
      },
    ]);
  });

  it('takes another number when one is taken', async () => {
    const { dependencies, placed } = setUp({ taken: ['G-0000-0001'], numbers: ['G-0000-0001', 'G-0000-0002'] });
    expect(await createPlaceOrder(dependencies)(VIEWER, REQUEST)).toMatchObject({ order: { number: 'G-0000-0002' } });
    expect(placed).toHaveLength(1);
  });

  it('gives up after five numbers instead of trying for ever', async () => {
    const { dependencies, events } = setUp({ taken: ['G-0000-0000'], numbers: [] });
    await expect(createPlaceOrder(dependencies)(VIEWER, REQUEST)).rejects.toThrow('5 order numbers');
    expect(events).not.toContain('commit');
  });

  it.each(['address-unknown', 'account-suspended', 'temporarily-unavailable'] as const)(
    'does not begin a transaction for the answer %s',
    async (kind) => {
      const { dependencies, events } = setUp();
      const placeOrder = createPlaceOrder({ ...dependencies, checkCustomer: async () => ({ kind }) });
      expect(await placeOrder(VIEWER, REQUEST)).toEqual({ kind });
      expect(events).toEqual([]);
    },
  );
});

describe('the hash of a request', () => {
  it('tells different input apart, and holds no payment token', () => {
    const hash = requestHash(REQUEST);
    expect(requestHash({ ...REQUEST })).toBe(hash);
    expect(requestHash({ ...REQUEST, expectedTotal: { amountMinor: 1, currency: 'EUR' } })).toBe(hash);
    expect(requestHash({ ...REQUEST, paymentToken: 'tok_declined' })).not.toBe(hash);
    expect(requestHash({ ...REQUEST, shippingAddressId: newId() })).not.toBe(hash);
    expect(hash).not.toContain(REQUEST.paymentToken);
  });
});
