import { describe, expect, it } from 'vitest';
import { adjustmentProblem, mergeLines, missingStock } from './stock.ts';

describe('mergeLines', () => {
  it('adds up lines of one product and sorts by product, so that rows are always locked in one order', () => {
    const lines = [
      { productId: 'b', quantity: 1 },
      { productId: 'a', quantity: 2 },
      { productId: 'b', quantity: 3 },
    ];
    expect(mergeLines(lines)).toEqual([
      { productId: 'a', quantity: 2 },
      { productId: 'b', quantity: 4 },
    ]);
  });
});

describe('missingStock', () => {
  it('names each line that cannot be satisfied, with what there is', () => {
    const lines = [
      { productId: 'a', quantity: 2 },
      { productId: 'b', quantity: 1 },
      { productId: 'unknown', quantity: 1 },
    ];
    const levels = [
      { productId: 'a', available: 1, reserved: 5, sold: 0 },
      { productId: 'b', available: 1, reserved: 0, sold: 0 },
    ];
    expect(missingStock(lines, levels)).toEqual([
      { productId: 'a', requested: 2, available: 1 },
      { productId: 'unknown', requested: 1, available: 0 },
    ]);
  });
});

describe('adjustmentProblem', () => {
  it('accepts deliveries and breakage', () => {
    expect(adjustmentProblem({ delta: 12, reason: 'delivery' })).toBeNull();
    expect(adjustmentProblem({ delta: -1_000_000, reason: 'x'.repeat(200) })).toBeNull();
  });

  it.each([
    ['no change', { delta: 0, reason: 'count' }],
    ['more than a million pieces', { delta: 1_000_001, reason: 'count' }],
    ['a blank reason', { delta: 1, reason: '  ' }],
    ['an endless reason', { delta: 1, reason: 'x'.repeat(201) }],
  ])('refuses %s', (_title, adjustment) => {
    expect(adjustmentProblem(adjustment)).toEqual(expect.any(String));
  });
});
