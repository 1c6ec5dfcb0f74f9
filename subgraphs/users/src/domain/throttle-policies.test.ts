import { describe, expect, it } from 'vitest';
import { afterOneMore, NOTHING_COUNTED, secondsToWait, type ThrottleScope, type ThrottleState } from './throttle.ts';
import { THROTTLE_POLICIES, type Throttled } from './throttle-policies.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

const after = (what: Throttled, scope: ThrottleScope, count: number): ThrottleState =>
  Array.from({ length: count }).reduce<ThrottleState>(
    (state) => afterOneMore(THROTTLE_POLICIES[what][scope], state, NOW),
    NOTHING_COUNTED,
  );
const waitAfter = (what: Throttled, scope: ThrottleScope, count: number) =>
  secondsToWait(after(what, scope, count), NOW);

describe('the wait', () => {
  it.each([
    ['sign-in', 'account-and-client', 5, [5, 10, 20], 900],
    ['sign-in', 'account', 10, [2, 4, 8], 30],
    ['sign-in', 'client', 50, [10, 20, 40], 900],
    ['password-reset', 'account', 3, [60, 120, 240], 600],
  ] as const)(
    'for %s of one %s begins with number %i, doubles, and has an end',
    (what, scope, free, waits, longest) => {
      expect(waitAfter(what, scope, free - 1)).toBe(0);
      expect(waits.map((_, index) => waitAfter(what, scope, free + index))).toEqual(waits);
      expect(waitAfter(what, scope, 1_000)).toBe(longest);
    },
  );

  it('is over at its end, and not a second earlier', () => {
    const state = after('sign-in', 'account-and-client', 5);
    expect(secondsToWait(state, later(4.2))).toBe(1);
    expect(secondsToWait(state, later(5))).toBe(0);
  });

  it('is forgotten an hour after the last one', () => {
    const state = after('sign-in', 'account', 12);
    const policy = THROTTLE_POLICIES['sign-in'].account;
    expect(afterOneMore(policy, state, later(3_600)).failures).toBe(13);
    expect(afterOneMore(policy, state, later(3_601)).failures).toBe(1);
  });

  it('for a mail ends before the link of the mail before it: whoever waits has one that works', () => {
    expect(THROTTLE_POLICIES['password-reset'].account.maxWaitSeconds).toBeLessThanOrEqual(15 * 60);
  });
});
