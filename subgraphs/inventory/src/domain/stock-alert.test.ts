import { describe, expect, it } from 'vitest';
import { alertsBetween } from './stock-alert.ts';

const between = (before: number, after: number, threshold = 5) =>
  alertsBetween({ available: before, threshold }, { available: after, threshold });

describe('the alerts of a change', () => {
  it.each([
    ['from the threshold to below it', 5, 4, ['ran-low']],
    ['down to the threshold', 6, 5, []],
    ['further down below the threshold', 4, 3, []],
    ['up over the threshold', 4, 9, []],
    ['from plenty to nothing', 9, 0, ['ran-low', 'ran-out']],
    ['from little to nothing', 2, 0, ['ran-out']],
    ['from nothing to little', 0, 1, ['back-in-stock']],
    ['from nothing to plenty', 0, 9, ['back-in-stock']],
    ['of nothing', 0, 0, []],
  ])('%s are those of what was crossed', (_title, before, after, alerts) => {
    expect(between(before, after)).toEqual(alerts);
  });

  it('never say that a product without a threshold is low', () => {
    expect(between(9, 1, 0)).toEqual([]);
    expect(between(1, 0, 0)).toEqual(['ran-out']);
  });

  it('come from a threshold that rises over what is available, too', () => {
    expect(alertsBetween({ available: 7, threshold: 5 }, { available: 7, threshold: 8 })).toEqual(['ran-low']);
    expect(alertsBetween({ available: 7, threshold: 8 }, { available: 7, threshold: 9 })).toEqual([]);
  });
});
