/** What somebody wants to be told of a product's stock. */
export type StockAlert = 'ran-low' | 'ran-out' | 'back-in-stock';

/** What is available, beside the number below which that is low. */
export interface StockMark {
  readonly available: number;
  /** Zero: never low. */
  readonly threshold: number;
}

/**
 * The alerts of one change of a level or of its threshold. Each belongs to the crossing, not to the state: two changes
 * below the threshold are one alert, and what rose above it and falls again is another.
 */
export function alertsBetween(before: StockMark, after: StockMark): StockAlert[] {
  const alerts: StockAlert[] = [];
  if (!isLow(before) && isLow(after)) alerts.push('ran-low');
  if (before.available > 0 && after.available === 0) alerts.push('ran-out');
  if (before.available === 0 && after.available > 0) alerts.push('back-in-stock');
  return alerts;
}

export function isLow({ available, threshold }: StockMark): boolean {
  return available < threshold;
}
