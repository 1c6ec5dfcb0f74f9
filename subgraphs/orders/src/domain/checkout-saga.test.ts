import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  CHECKOUT_SAGA,
  deadlineOf,
  isCancellable,
  PLACED,
  type SagaAnswer,
  type SagaMessage,
} from './checkout-saga.ts';
import { orderErrors } from './errors.ts';
import { ORDER_STATUSES, STATUS_FACTS, statusesThat, type OrderStatus } from './order.ts';

const ARCHITECTURE = new URL('../../../../docs/architecture.md', import.meta.url);

const MESSAGES: readonly SagaMessage[] = [
  'stock-reserved',
  'stock-rejected',
  'stock-lost',
  'payment-captured',
  'payment-declined',
  'charge-cancellation-refused',
  'refund-refused',
  'timeout',
  'cancel',
  'ship',
  'deliver',
];

/** Section 6 of the architecture, once more and by hand: the rows in which something happens. */
const STATED: readonly (readonly [OrderStatus, SagaMessage, string])[] = [
  ['AWAITING_STOCK', 'stock-reserved', 'AWAITING_PAYMENT: orders.order-placed, payments.charge'],
  ['AWAITING_STOCK', 'stock-rejected', 'REJECTED: orders.order-rejected'],
  ['AWAITING_STOCK', 'timeout', 'CANCELLED: inventory.release-stock, orders.order-cancelled'],
  ['AWAITING_PAYMENT', 'payment-captured', 'CONFIRMED: inventory.commit-stock, orders.order-confirmed'],
  ['AWAITING_PAYMENT', 'payment-declined', 'PAYMENT_FAILED: inventory.release-stock, orders.order-payment-failed'],
  ['AWAITING_PAYMENT', 'timeout', 'CANCELLED: inventory.release-stock, payments.cancel-charge, orders.order-cancelled'],
  ['CANCELLED', 'payment-captured', 'same: payments.refund'],
  ['REJECTED', 'payment-captured', 'same: payments.refund'],
  ['PAYMENT_FAILED', 'payment-captured', 'same: payments.refund'],
  ['CANCELLED', 'charge-cancellation-refused', 'same: payments.refund'],
  ['CONFIRMED', 'stock-lost', 'CANCELLED: payments.refund, orders.order-cancelled'],
  ['CANCELLED', 'stock-reserved', 'same: inventory.release-stock'],
  ['CONFIRMED', 'cancel', 'CANCELLED: payments.refund, inventory.release-stock, orders.order-cancelled'],
  ['CONFIRMED', 'ship', 'SHIPPED: orders.order-shipped'],
  ['SHIPPED', 'deliver', 'DELIVERED: orders.order-delivered'],
];

const ignored = { kind: 'ignore', because: 'duplicate' };
const refunded = { sends: expect.arrayContaining(['payments.refund']) as unknown };

const PAIRS = ORDER_STATUSES.flatMap((status) => MESSAGES.map((message) => [status, message] as const));
const statedFor = (status: OrderStatus, message: SagaMessage) =>
  STATED.find(([state, on]) => state === status && on === message)?.[2];

describe('the saga', () => {
  it('has an answer for every state and message, and no more states or messages than it knows', () => {
    expect(Object.keys(CHECKOUT_SAGA)).toEqual([...ORDER_STATUSES]);
    for (const status of ORDER_STATUSES) expect(Object.keys(CHECKOUT_SAGA[status])).toEqual([...MESSAGES]);
  });

  it('is drawn in the architecture with every status', () => {
    const [, table = ''] = readFileSync(ARCHITECTURE, 'utf8').split('## The checkout saga');
    for (const status of ORDER_STATUSES) expect(table).toMatch(new RegExp(`^\\|.*\\b${status}\\b`, 'm'));
  });

  it('begins by asking for stock', () => {
    expect(shown(PLACED)).toBe('AWAITING_STOCK: inventory.reserve-stock');
  });

  it.each(PAIRS)('%s on %s does what the architecture says, and nothing where it says nothing', (status, message) => {
    expect(shown(CHECKOUT_SAGA[status][message])).toBe(statedFor(status, message));
  });

  it.each(PAIRS)('%s on %s refuses people, and never a service', (status, message) => {
    const isPerson = message === 'cancel' || message === 'ship' || message === 'deliver';
    const { kind } = CHECKOUT_SAGA[status][message];
    if (isPerson) expect(['advance', 'refuse']).toContain(kind);
    else expect(kind).not.toBe('refuse');
  });

  it.each(PAIRS)(
    '%s on %s names an error of the registry where it is impossible, or a person’s to settle',
    (status, message) => {
      const answer = CHECKOUT_SAGA[status][message];
      if (answer.kind === 'impossible' || answer.kind === 'escalate')
        expect(orderErrors[answer.code]()).toMatchObject({ code: answer.code, retriable: false });
    },
  );
});

/** Told twice, on purpose: whoever adds a status must say the same in both places. */
describe('what a status says', () => {
  it.each(ORDER_STATUSES)('agrees with the saga for %s', (status) => {
    const { waitsFor, isPaid, hasFailed } = STATUS_FACTS[status];
    const answers = CHECKOUT_SAGA[status];
    expect(answers.timeout.kind === 'advance').toBe(waitsFor !== null);
    expect(answers['payment-captured']).toMatchObject(
      isPaid ? ignored : hasFailed ? refunded : { kind: waitsFor === 'payment' ? 'advance' : 'impossible' },
    );
    if (isCancellable(status)) expect(answers.cancel).toMatchObject(isPaid ? refunded : {});
    for (const answer of Object.values(answers)) {
      if (answer.kind !== 'advance') continue;
      expect(hasFailed).toBe(false);
      if (isPaid && !STATUS_FACTS[answer.to].isPaid) expect(answer).toMatchObject(refunded);
    }
  });

  it('calls for a person wherever money is owed that the provider does not give back', () => {
    const escalated = ORDER_STATUSES.filter((status) => CHECKOUT_SAGA[status]['refund-refused'].kind === 'escalate');
    expect(escalated).toEqual(statusesThat(({ waitsFor }) => waitsFor === null));
  });

  it('lets an order be given back after it was paid and before it leaves', () => {
    expect(ORDER_STATUSES.filter(isCancellable)).toEqual(statusesThat((facts) => facts.isPaid && !facts.isShipped));
  });
});

describe('the deadline', () => {
  const now = new Date('2026-06-01T12:00:00.000Z');
  const deadlines = { stockMs: 30_000, paymentMs: 60_000 };

  it('runs in the two states that wait for an answer, and in no other', () => {
    const running = ORDER_STATUSES.map((status) => [status, deadlineOf(status, now, deadlines)?.toISOString()]);
    expect(running.filter(([, at]) => at !== undefined)).toEqual([
      ['AWAITING_STOCK', '2026-06-01T12:00:30.000Z'],
      ['AWAITING_PAYMENT', '2026-06-01T12:01:00.000Z'],
    ]);
  });
});

function shown(answer: SagaAnswer): string | undefined {
  if (answer.kind === 'advance') return `${answer.to}: ${answer.sends.join(', ')}`;
  if (answer.kind === 'compensate') return `same: ${answer.sends.join(', ')}`;
  return undefined;
}
