import { runInContext } from '@galleria/kit/execution-context';
import { newId } from '@galleria/kit/identifiers';
import { createLogger } from '@galleria/kit/logger';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OrderStatus } from '../domain/order.ts';
import type { CheckoutOrder, StatusChange } from '../repository/order-repository.ts';
import type { Work } from '../repository/unit-of-work.ts';
import { createAdvanceCheckout, type AdvanceCheckout } from './advance-checkout.ts';
import { createTakeStep, type CheckoutStep } from './take-step.ts';
import { createTimeOutOrders } from './time-out-orders.ts';

const NOW = new Date('2026-06-01T12:00:00.000Z');

let log: Record<string, unknown>[];
let changes: StatusChange[];
let sent: { readonly type: string; readonly data: unknown }[];
let commitFails: boolean;
let advanceCheckout: AdvanceCheckout;
const logger = createLogger(
  { service: 'orders' },
  { write: (line) => void log.push(JSON.parse(line) as Record<string, unknown>) },
);

beforeEach(() => {
  [log, changes, sent, commitFails] = [[], [], [], false];
  const work = {
    orders: { advance: async (_id: string, change: StatusChange) => void changes.push(change) },
    outbox: { add: async ({ type }: { type: string }, data: unknown) => void sent.push({ type, data }) },
  } as unknown as Work;
  advanceCheckout = createAdvanceCheckout({
    unitOfWork: async (run) => {
      const result = await run(work);
      if (commitFails) throw new Error('the connection broke');
      return result;
    },
    takeStep: createTakeStep({ clock: () => NOW, deadlines: { stockMs: 30_000, paymentMs: 60_000 } }),
    logger,
  });
});

describe('a step of the checkout', () => {
  const reserved: CheckoutStep = { message: 'stock-reserved', reason: null };

  it('is told in one log line with the correlation id, the states and the message', async () => {
    const order = orderIn('AWAITING_STOCK');
    await runInContext({ correlationId: 'one-order' }, () => advanceCheckout(reserved, async () => order));
    expect(log).toEqual([
      expect.objectContaining({
        level: 'info',
        correlationId: 'one-order',
        orderId: order.id,
        number: order.number,
        from: 'AWAITING_STOCK',
        to: 'AWAITING_PAYMENT',
        message: 'stock-reserved',
      }),
    ]);
    expect(JSON.stringify(log)).not.toContain('tok_success');
  });

  it('is not told when it was not committed', async () => {
    commitFails = true;
    await expect(advanceCheckout(reserved, async () => orderIn('AWAITING_STOCK'))).rejects.toThrow();
    expect(log).toEqual([]);
  });

  it('gets a deadline where the next state waits, and none where it does not', async () => {
    await advanceCheckout(reserved, async () => orderIn('AWAITING_STOCK'));
    await advanceCheckout({ message: 'payment-captured', reason: null }, async () => orderIn('AWAITING_PAYMENT'));
    expect(changes.map(({ deadlineAt }) => deadlineAt)).toEqual([new Date(NOW.getTime() + 60_000), null]);
  });

  it('sends the charge with the token, which the order has no more afterwards', async () => {
    const outcome = await advanceCheckout(reserved, async () => orderIn('AWAITING_STOCK'));
    expect(sent.map(({ type }) => type)).toEqual(['orders.order-placed.v1', 'payments.charge.v1']);
    expect(sent[1]?.data).toMatchObject({ paymentToken: 'tok_success' });
    expect(outcome).toMatchObject({ kind: 'advanced', order: { paymentToken: null } });
  });

  it('cancels an order of an erased customer as soon as it is paid', async () => {
    const order = { ...orderIn('AWAITING_PAYMENT'), isCustomerErased: true };
    const outcome = await advanceCheckout({ message: 'payment-captured', reason: null }, async () => order);
    expect(changes.map(({ to, reason }) => [to, reason])).toEqual([
      ['CONFIRMED', null],
      ['CANCELLED', 'ACCOUNT_ERASED'],
    ]);
    expect(sent.map(({ type }) => type)).toEqual([
      'inventory.commit-stock.v1',
      'orders.order-confirmed.v1',
      'payments.refund.v1',
      'inventory.release-stock.v1',
      'orders.order-cancelled.v1',
    ]);
    expect(outcome).toMatchObject({ from: 'AWAITING_PAYMENT', order: { status: 'CANCELLED' } });
  });

  it('cannot charge an order without a token', async () => {
    const order = { ...orderIn('AWAITING_STOCK'), paymentToken: null };
    await expect(advanceCheckout(reserved, async () => order)).rejects.toMatchObject({ code: 'PAYMENT_TOKEN_MISSING' });
  });

  it('changes nothing when there is no order, it knows the message or somebody is refused', async () => {
    expect(await advanceCheckout(reserved, async () => null)).toBeNull();
    expect(await advanceCheckout(reserved, async () => orderIn('CONFIRMED'))).toMatchObject({ kind: 'ignored' });
    const cancel: CheckoutStep = { message: 'cancel', reason: 'CANCELLED_BY_CUSTOMER' };
    expect(await advanceCheckout(cancel, async () => orderIn('SHIPPED'))).toMatchObject({ kind: 'refused' });
    expect([changes, sent]).toEqual([[], []]);
  });

  it('throws what makes a message a dead letter when it is impossible', async () => {
    const captured: CheckoutStep = { message: 'payment-captured', reason: null };
    await expect(advanceCheckout(captured, async () => orderIn('AWAITING_STOCK'))).rejects.toMatchObject({
      code: 'PAYMENT_BEFORE_STOCK',
      retriable: false,
    });
  });
});

describe('ending orders beyond their deadline', () => {
  const overdue = ['first', 'second', 'third'].map((id) => ({ id, correlationId: `request-${id}` }));

  it('goes on with the next when one cannot be ended, and counts those that were', async () => {
    const asked: string[] = [];
    const timeOutOrders = createTimeOutOrders({
      orders: { overdue: async () => overdue },
      advanceCheckout: async (step, find) => {
        const order = await find({ orders: { lockOverdue: async (id: string) => tryLock(id) } } as unknown as Work);
        asked.push(step.message);
        return order === null ? null : { kind: 'advanced', order, from: 'AWAITING_STOCK' };
      },
      clock: () => NOW,
      logger,
    });
    expect(await timeOutOrders()).toBe(1);
    expect(asked).toEqual(['timeout', 'timeout']);
    expect(log).toMatchObject([{ level: 'error', orderId: 'first' }]);
  });

  function tryLock(id: string): CheckoutOrder | null {
    if (id === 'first') throw new Error('broken');
    return id === 'second' ? null : orderIn('AWAITING_STOCK');
  }
});

function orderIn(status: OrderStatus): CheckoutOrder {
  return {
    id: newId(),
    number: 'G-7K3M-92QX',
    customerId: newId(),
    status,
    reason: null,
    total: { amountMinor: 100, currency: 'EUR' },
    shippingAddress: { fullName: 'Ada', line1: 'A 1', line2: null, city: 'Berlin', postalCode: '10115', country: 'DE' },
    trackingNumber: null,
    placedAt: NOW,
    lines: [{ productId: newId(), name: 'Lamp', quantity: 1, unitPrice: { amountMinor: 100, currency: 'EUR' } }],
    isCustomerErased: false,
    paymentToken: status === 'AWAITING_STOCK' ? 'tok_success' : null,
  };
}
