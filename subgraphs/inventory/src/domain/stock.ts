import type { AdjustmentKind, Pieces } from './stock-movement.ts';

/** A product and a number of pieces. */
export interface StockLine {
  readonly productId: string;
  readonly quantity: number;
}

export interface StockLevel extends Pieces {
  readonly productId: string;
  /** With fewer pieces available the stock is low; null for the service's own threshold. */
  readonly threshold: number | null;
}

export interface MissingStock {
  readonly productId: string;
  readonly requested: number;
  readonly available: number;
}

const MAX_DELTA = 1_000_000;
const MAX_REASON_LENGTH = 200;
const MAX_THRESHOLD = 1_000_000;

/**
 * One line a product, in the order of product ids: the order in which rows are locked, so that two orders cannot
 * deadlock.
 */
export function mergeLines(lines: readonly StockLine[]): StockLine[] {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of lines) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  return [...quantities]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .sort((a, b) => (a.productId < b.productId ? -1 : 1));
}

/** The lines that the levels cannot satisfy. A product without a level has nothing available. */
export function missingStock(lines: readonly StockLine[], levels: readonly StockLevel[]): MissingStock[] {
  const available = new Map(levels.map((level) => [level.productId, level.available]));
  return lines
    .map(({ productId, quantity }) => ({ productId, requested: quantity, available: available.get(productId) ?? 0 }))
    .filter((line) => line.available < line.requested);
}

/** Why an adjustment makes no sense in itself; null when it does. */
export function adjustmentProblem(adjustment: {
  readonly delta: number;
  readonly reason: string;
  readonly kind: AdjustmentKind;
}): string | null {
  if (adjustment.delta === 0) return 'The change must not be zero.';
  if (Math.abs(adjustment.delta) > MAX_DELTA) return `The change must be within ${MAX_DELTA} pieces.`;
  if (adjustment.kind === 'DELIVERY' && adjustment.delta < 0) return 'A delivery only adds.';
  const length = adjustment.reason.trim().length;
  if (length === 0 || length > MAX_REASON_LENGTH) return `The reason must have 1 to ${MAX_REASON_LENGTH} characters.`;
  return null;
}

/** Why it cannot be a threshold; null when it can. */
export function thresholdProblem(threshold: number): string | null {
  return threshold >= 0 && threshold <= MAX_THRESHOLD ? null : `A threshold is 0 to ${MAX_THRESHOLD} pieces.`;
}
