import { stockChanged } from '@galleria/events/inventory';
import { isId } from '@galleria/kit/identifiers';
import { adjustmentProblem, type StockLevel } from '../domain/stock.ts';
import { onHand, type AdjustmentKind } from '../domain/stock-movement.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';
import type { AnnounceStock } from './announce-stock.ts';

export interface Adjustment {
  readonly productId: string;
  /** Pieces to add, or to take when negative. */
  readonly delta: number;
  readonly reason: string;
  readonly kind: AdjustmentKind;
  /** The administrator's account. */
  readonly adjustedBy: string;
}

export type AdjustmentOutcome =
  | { readonly kind: 'adjusted'; readonly level: StockLevel }
  | { readonly kind: 'would-be-negative'; readonly available: number }
  | { readonly kind: 'product-unknown' }
  | { readonly kind: 'invalid'; readonly problem: string };

/** Changes what is available by hand, keeps the reason in the ledger, and tells the others. */
export function createAdjustStock(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly announceStock: AnnounceStock;
  readonly clock: () => Date;
}) {
  const { unitOfWork, announceStock, clock } = dependencies;
  return async (adjustment: Adjustment): Promise<AdjustmentOutcome> => {
    const problem = adjustmentProblem(adjustment);
    if (problem !== null) return { kind: 'invalid', problem };
    if (!isId(adjustment.productId)) return { kind: 'product-unknown' };
    return unitOfWork(async (work) => {
      const at = clock();
      const level = await work.stock.adjust({ ...adjustment, reason: adjustment.reason.trim(), at });
      if (level === null) return refusal(work, adjustment.productId);
      const { productId, available, threshold } = level;
      await work.outbox.add(stockChanged, {
        productId,
        onHand: onHand(level),
        available,
        changedAt: at.toISOString(),
      });
      const availableBefore = available - adjustment.delta;
      await announceStock(work.outbox, [{ ...level, availableBefore, thresholdBefore: threshold }], at);
      return { kind: 'adjusted', level };
    });
  };
}

async function refusal(work: Work, productId: string): Promise<AdjustmentOutcome> {
  const [level] = await work.stock.levels([productId]);
  return level === undefined ? { kind: 'product-unknown' } : { kind: 'would-be-negative', available: level.available };
}
