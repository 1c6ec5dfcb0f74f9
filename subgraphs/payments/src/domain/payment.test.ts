import { describe, expect, it } from 'vitest';
import { displayStatus, nextRequest, refundableMinor, settlementOf, type PaymentStatus } from './payment.ts';

const CREATED = new Date('2026-06-01T12:00:00.000Z');
const FIVE_MINUTES = 300_000;
const after = (ms: number): Date => new Date(CREATED.getTime() + ms);

describe('what the provider is asked', () => {
  it('is to charge, until the time is over', () => {
    const payment = { cancelReason: null, createdAt: CREATED };
    expect(nextRequest(payment, CREATED, FIVE_MINUTES)).toBe('charge');
    expect(nextRequest(payment, after(FIVE_MINUTES - 1), FIVE_MINUTES)).toBe('charge');
    expect(nextRequest(payment, after(FIVE_MINUTES), FIVE_MINUTES)).toBe('cancel-charge');
  });

  it('is to call the charge off, once that is wanted', () => {
    expect(nextRequest({ cancelReason: 'TIMED_OUT', createdAt: CREATED }, CREATED, FIVE_MINUTES)).toBe('cancel-charge');
  });
});

describe('how the provider’s word ends a payment', () => {
  it.each([null, 'TIMED_OUT'])('is as it says, when it captured or declined, even if %s was wanted', (cancelReason) => {
    expect(settlementOf({ cancelReason }, { kind: 'captured', reference: 'r' })).toEqual({
      status: 'CAPTURED',
      reference: 'r',
    });
    expect(settlementOf({ cancelReason }, { kind: 'declined', reason: 'INSUFFICIENT_FUNDS' })).toEqual({
      status: 'DECLINED',
      reason: 'INSUFFICIENT_FUNDS',
    });
  });

  it('is cancelled when that was wanted, and declined when it was only given up', () => {
    expect(settlementOf({ cancelReason: 'TIMED_OUT' }, { kind: 'cancelled' })).toEqual({
      status: 'CANCELLED',
      reason: 'TIMED_OUT',
    });
    expect(settlementOf({ cancelReason: null }, { kind: 'cancelled' })).toEqual({
      status: 'DECLINED',
      reason: 'PROVIDER_UNAVAILABLE',
    });
  });
});

describe('a payment', () => {
  it.each<[PaymentStatus, number, string, number]>([
    ['PENDING', 0, 'PENDING', 0],
    ['DECLINED', 0, 'DECLINED', 0],
    ['CANCELLED', 0, 'CANCELLED', 0],
    ['CAPTURED', 0, 'CAPTURED', 100],
    ['CAPTURED', 1, 'PARTIALLY_REFUNDED', 99],
    ['CAPTURED', 100, 'REFUNDED', 0],
  ])('that is %s with %i of 100 given back shows as %s, and %i can go back', (status, refundedMinor, shown, left) => {
    const payment = { status, amountMinor: 100, refundedMinor };
    expect(displayStatus(payment)).toBe(shown);
    expect(refundableMinor(payment)).toBe(left);
  });
});
