import { describe, expect, it } from 'vitest';
import { formatMoney } from './money-format.ts';
import type { Occasion } from './occasion.ts';
import { wordingOf } from './wording.ts';

const order = { id: '0199c0de-0000-7000-8000-000000000001', number: 'G-7K3M-92QX' };
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

const OCCASIONS: readonly Occasion[] = [
  { kind: 'WELCOME' },
  { kind: 'ORDER_CONFIRMED', order, total: eur(124_900), pieces: 3 },
  { kind: 'ORDER_REJECTED', order, reason: 'OUT_OF_STOCK' },
  { kind: 'PAYMENT_FAILED', order, reason: 'PAYMENT_DECLINED' },
  { kind: 'ORDER_CANCELLED', order, reason: 'CANCELLED_BY_CUSTOMER' },
  { kind: 'ORDER_SHIPPED', order, trackingNumber: 'JD0002' },
  { kind: 'ORDER_DELIVERED', order },
  { kind: 'REFUNDED', order, amount: eur(500), refundedInAll: eur(1_500) },
];

const text = (occasion: Occasion) => wordingOf(occasion).paragraphs.join(' ');

describe('what a customer is told', () => {
  it.each(OCCASIONS)('fits a line and a few sentences for $kind', (occasion) => {
    const { title, paragraphs } = wordingOf(occasion);
    expect(title).toMatch(/^.{10,78}$/);
    expect(paragraphs.length).toBeGreaterThan(0);
    expect(paragraphs.join('')).not.toMatch(/undefined|null|NaN|\[object/);
  });

  it.each(OCCASIONS.filter(({ kind }) => kind !== 'WELCOME'))('names the order in $kind', (occasion) => {
    expect(wordingOf(occasion).title).toContain('G-7K3M-92QX');
    expect(wordingOf(occasion).facts).toContainEqual(['Order', 'G-7K3M-92QX']);
  });

  it('says why, for the reasons that a customer can do something about', () => {
    expect(text({ kind: 'ORDER_REJECTED', order, reason: 'OUT_OF_STOCK' })).toContain('sold out');
    expect(text({ kind: 'ORDER_REJECTED', order, reason: 'SOMETHING_NEW' })).not.toContain('sold out');
    expect(text({ kind: 'PAYMENT_FAILED', order, reason: 'INSUFFICIENT_FUNDS' })).toContain('did not hold enough');
    expect(text({ kind: 'PAYMENT_FAILED', order, reason: 'PAYMENT_DECLINED' })).toContain('declined');
    expect(text({ kind: 'ORDER_CANCELLED', order, reason: 'CANCELLED_BY_CUSTOMER' })).toContain('as you asked');
    expect(text({ kind: 'ORDER_CANCELLED', order, reason: 'TIMED_OUT' })).toContain('we are sorry');
  });

  it('mentions a tracking number and an earlier refund only when there is one', () => {
    const shipped = { kind: 'ORDER_SHIPPED', order, trackingNumber: null } as const;
    expect(wordingOf(shipped).facts).toEqual([['Order', 'G-7K3M-92QX']]);
    expect(wordingOf({ ...shipped, trackingNumber: 'JD0002' }).facts).toContainEqual(['Tracking number', 'JD0002']);
    const refunded = { kind: 'REFUNDED', order, amount: eur(500), refundedInAll: eur(500) } as const;
    expect(wordingOf(refunded).facts).toHaveLength(2);
    const again = { ...refunded, refundedInAll: eur(1_500) };
    expect(wordingOf(again).facts).toContainEqual(['Refunded in all', '€15.00']);
  });
});

describe('money', () => {
  it.each([
    [124_900, 'EUR', '€1,249.00'],
    [5, 'USD', '$0.05'],
    [1_249, 'JPY', '¥1,249'],
    [1_249_500, 'KWD', 'KWD\u00a01,249.500'],
  ])('%i of %s is %s', (amountMinor, currency, shown) => {
    expect(formatMoney({ amountMinor, currency })).toBe(shown);
  });
});
