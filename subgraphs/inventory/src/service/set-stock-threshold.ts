import { isId } from '@galleria/kit/identifiers';
import { thresholdProblem, type StockLevel } from '../domain/stock.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';
import type { AnnounceStock } from './announce-stock.ts';

export type ThresholdOutcome =
  | { readonly kind: 'set'; readonly level: StockLevel }
  | { readonly kind: 'product-unknown' }
  | { readonly kind: 'invalid'; readonly problem: string };

/**
 * Sets below how many pieces a product's stock is low; null goes back to the shop's own. A stock that is low by it is
 * told of.
 */
export function createSetStockThreshold(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly announceStock: AnnounceStock;
  readonly clock: () => Date;
}) {
  const { unitOfWork, announceStock, clock } = dependencies;
  return async (productId: string, threshold: number | null): Promise<ThresholdOutcome> => {
    const problem = threshold === null ? null : thresholdProblem(threshold);
    if (problem !== null) return { kind: 'invalid', problem };
    if (!isId(productId)) return { kind: 'product-unknown' };
    return unitOfWork(async (work) => {
      const level = await work.stock.setThreshold(productId, threshold);
      if (level === null) return { kind: 'product-unknown' };
      await announceStock(work.outbox, [{ ...level, availableBefore: level.available }], clock());
      return { kind: 'set', level };
    });
  };
}
