import { describe, expect, it } from 'vitest';
import { adjustmentProblem, mergeLines, missingStock, thresholdProblem } from './stock.ts';

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
      { productId: 'a', available: 1, reserved: 5, sold: 0, threshold: null },
      { productId: 'b', available: 1, reserved: 0, sold: 0, threshold: null },
    ];
    expect(missingStock(lines, levels)).toEqual([
      { productId: 'a', requested: 2, available: 1 },
      { productId: 'unknown', requested: 1, available: 0 },
    ]);
  });
});

describe('adjustmentProblem', () => {
  const kind = 'ADJUSTMENT' as const;

  it('accepts deliveries and breakage', () => {
    expect(adjustmentProblem({ kind: 'DELIVERY', delta: 12, reason: 'delivery' })).toBeNull();
    expect(adjustmentProblem({ kind, delta: -1_000_000, reason: 'x'.repeat(200) })).toBeNull();
  });

  it.each([
    ['a delivery that takes', { kind: 'DELIVERY' as const, delta: -1, reason: 'x' }],
    ['no change', { kind, delta: 0, reason: 'count' }],
    ['more than a million pieces', { kind, delta: 1_000_001, reason: 'count' }],
    ['a blank reason', { kind, delta: 1, reason: '  ' }],
    ['an endless reason', { kind, delta: 1, reason: 'x'.repeat(201) }],
  ])('refuses %s', (_title, adjustment) => {
    expect(adjustmentProblem(adjustment)).toEqual(expect.any(String));
  });
});

describe('thresholdProblem', () => {
  it.each([0, 5, 1_000_000])('accepts %i', (threshold) => expect(thresholdProblem(threshold)).toBeNull());
  it.each([-1, 1_000_001])('refuses %i', (threshold) =>
    expect(thresholdProblem(threshold)).toEqual(expect.any(String)),
  );
});
