import { describe, expect, it } from 'vitest';
import { describeDifference } from './report.ts';

const OURS = {
  ...({
    subject: 'refund',
    key: 'ours',
    reference: 're_1',
    isMoved: true,
    state: 'SETTLED',
    amountMinor: 2_500,
  } as const),
  ...{ currency: 'EUR', createdAt: new Date('2026-06-01T12:00:00Z') },
};

describe('the report of a difference', () => {
  it('says what both sides have', () => {
    const theirs = { ...OURS, state: 'succeeded', amountMinor: 2_000 };
    expect(describeDifference({ kind: 'AMOUNT_DIFFERS', subject: 'refund', ours: OURS, theirs })).toBe(
      'refund ours: amount differs; here SETTLED 2500 EUR (smallest unit) of 2026-06-01T12:00:00.000Z, ' +
        'there succeeded 2000 EUR (smallest unit) of 2026-06-01T12:00:00.000Z (re_1)',
    );
  });

  it('says which side has nothing', () => {
    expect(describeDifference({ kind: 'MISSING_THERE', subject: 'refund', ours: OURS, theirs: null })).toContain(
      'there nothing',
    );
    const stranger = { ...OURS, key: null };
    expect(describeDifference({ kind: 'MISSING_HERE', subject: 'refund', ours: null, theirs: stranger })).toMatch(
      /^refund re_1: unknown here; here nothing/,
    );
  });
});
