import { backInStock, stockRanLow, stockRanOut } from '@galleria/events/inventory';
import { alertsBetween, type StockAlert, type StockMark } from '../domain/stock-alert.ts';
import type { Work } from '../repository/unit-of-work.ts';

/** A change of one product's stock or threshold, as its statement saw both sides of it while it held the row. */
export interface StockChange {
  readonly productId: string;
  readonly availableBefore: number;
  readonly available: number;
  /** Null for the shop's own. */
  readonly thresholdBefore: number | null;
  readonly threshold: number | null;
}

/**
 * Adds the alerts of changes to the outbox of the transaction that made them: each crossing is told once, whoever
 * races.
 */
export type AnnounceStock = (outbox: Work['outbox'], changes: readonly StockChange[], at: Date) => Promise<void>;

export function createAnnounceStock(options: { readonly defaultThreshold: number }): AnnounceStock {
  const mark = (available: number, threshold: number | null): StockMark => ({
    available,
    threshold: threshold ?? options.defaultThreshold,
  });
  return async (outbox, changes, at) => {
    for (const change of changes) {
      const after = mark(change.available, change.threshold);
      const alerts = alertsBetween(mark(change.availableBefore, change.thresholdBefore), after);
      for (const alert of alerts) await announce(outbox, alert, { ...after, productId: change.productId, at });
    }
  };
}

function announce(
  outbox: Work['outbox'],
  alert: StockAlert,
  { productId, available, threshold, at }: StockMark & { readonly productId: string; readonly at: Date },
): Promise<void> {
  const about = { productId, at: at.toISOString() };
  switch (alert) {
    case 'ran-low':
      return outbox.add(stockRanLow, { ...about, available, threshold });
    case 'ran-out':
      return outbox.add(stockRanOut, about);
    case 'back-in-stock':
      return outbox.add(backInStock, { ...about, available });
  }
}
