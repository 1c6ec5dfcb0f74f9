import { describe, expect, it } from 'vitest';
import type { OrderStatus } from '../graph/generated/schema-types.ts';
import { isSettled, timelineSteps, type OrderFacts } from './timeline-steps.ts';

function order(statuses: readonly OrderStatus[], more: Partial<OrderFacts> = {}): OrderFacts {
  const timeline = statuses.map((status, second) => ({ status, at: `2026-01-01T00:00:0${second}Z` }));
  return { status: statuses.at(-1) ?? 'AWAITING_STOCK', timeline, payment: undefined, mailedAt: undefined, ...more };
}
const show = (facts: OrderFacts) => timelineSteps(facts).map(({ name, state }) => `${name} ${state}`);

describe('the steps of an order', () => {
  it('move one by one', () => {
    expect(show(order(['AWAITING_STOCK']))).toEqual([
      'placed done',
      'reserved current',
      'paid ahead',
      'mailed ahead',
      'shipped ahead',
      'delivered ahead',
    ]);
    expect(show(order(['AWAITING_STOCK', 'AWAITING_PAYMENT', 'CONFIRMED'])).slice(2, 4)).toEqual([
      'paid done',
      'mailed current',
    ]);
  });

  it('have the time at which each was done', () => {
    const steps = timelineSteps(order(['AWAITING_STOCK', 'AWAITING_PAYMENT']));
    expect(steps.map(({ at }) => at).slice(0, 3)).toEqual(['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', undefined]);
  });

  it('end where there was not enough stock', () => {
    expect(show(order(['AWAITING_STOCK', 'REJECTED']))).toEqual(['placed done', 'soldOut failed']);
  });

  it('tell that a refused payment sets the stock free', () => {
    expect(show(order(['AWAITING_STOCK', 'AWAITING_PAYMENT', 'PAYMENT_FAILED']))).toEqual([
      'placed done',
      'reserved done',
      'refused failed',
      'released done',
    ]);
  });

  it('tell what a cancelled order gives back', () => {
    const statuses = ['AWAITING_STOCK', 'AWAITING_PAYMENT', 'CONFIRMED', 'CANCELLED'] as const;
    expect(show(order(statuses, { payment: 'CAPTURED' })).slice(3)).toEqual([
      'cancelled failed',
      'released done',
      'refunded current',
    ]);
    expect(show(order(statuses, { payment: 'REFUNDED' })).at(-1)).toBe('refunded done');
    expect(show(order(['AWAITING_STOCK', 'CANCELLED']))).toEqual(['placed done', 'cancelled failed']);
  });
});

describe('an order is settled', () => {
  const confirmed = ['AWAITING_STOCK', 'AWAITING_PAYMENT', 'CONFIRMED'] as const;
  it.each<[boolean, OrderFacts]>([
    [false, order(['AWAITING_STOCK'])],
    [false, order(confirmed)],
    [true, order(confirmed, { mailedAt: '2026-01-01T00:00:04Z' })],
    [false, order([...confirmed, 'CANCELLED'], { payment: 'CAPTURED' })],
    [true, order([...confirmed, 'CANCELLED'], { payment: 'REFUNDED' })],
    [true, order(['AWAITING_STOCK', 'CANCELLED'])],
    [true, order(['AWAITING_STOCK', 'REJECTED'])],
  ])('is %s for %o', (settled, facts) => {
    expect(isSettled(facts)).toBe(settled);
  });
});
