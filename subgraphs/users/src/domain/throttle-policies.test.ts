import { describe, expect, it } from 'vitest';
import {
  afterFailure,
  NO_FAILURES,
  secondsToWait,
  type ThrottleScope,
  type ThrottleState,
} from './sign-in-throttle.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

const afterFailures = (scope: ThrottleScope, count: number): ThrottleState =>
  Array.from({ length: count }).reduce<ThrottleState>((state) => afterFailure(scope, state, NOW), NO_FAILURES);
const waitAfter = (scope: ThrottleScope, count: number) => secondsToWait(afterFailures(scope, count), NOW);

describe('the wait after wrong passwords', () => {
  it.each([
    ['account-and-client', 5, [5, 10, 20], 900],
    ['account', 10, [2, 4, 8], 30],
    ['client', 50, [10, 20, 40], 900],
  ] as const)('of one %s begins with number %i, doubles, and has an end', (scope, free, waits, longest) => {
    expect(waitAfter(scope, free - 1)).toBe(0);
    expect(waits.map((_, index) => waitAfter(scope, free + index))).toEqual(waits);
    expect(waitAfter(scope, 1_000)).toBe(longest);
  });

  it('is over at its end, and not a second earlier', () => {
    const state = afterFailures('account-and-client', 5);
    expect(secondsToWait(state, later(4.2))).toBe(1);
    expect(secondsToWait(state, later(5))).toBe(0);
  });

  it('is forgotten an hour after the last wrong one', () => {
    const state = afterFailures('account', 12);
    expect(afterFailure('account', state, later(3_600)).failures).toBe(13);
    expect(afterFailure('account', state, later(3_601)).failures).toBe(1);
  });
});
