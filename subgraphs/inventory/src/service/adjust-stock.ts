import { stockChanged } from '@galleria/events/inventory';
import { isId, newId } from '@galleria/kit/identifiers';
import { adjustmentProblem, type StockLevel } from '../domain/stock.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

export interface Adjustment {
  readonly productId: string;
  /** Pieces to add, or to take when negative. */
  readonly delta: number;
  readonly reason: string;
  /** The administrator's account. */
  readonly adjustedBy: string;
}

export type AdjustmentOutcome =
  | { readonly kind: 'adjusted'; readonly level: StockLevel }
  | { readonly kind: 'would-be-negative'; readonly available: number }
  | { readonly kind: 'product-unknown' }
  | { readonly kind: 'invalid'; readonly problem: string };

/** Changes what is available by hand, keeps the reason, and tells the others. */
export function createAdjustStock(dependencies: { readonly unitOfWork: UnitOfWork; readonly clock: () => Date }) {
  return async (adjustment: Adjustment): Promise<AdjustmentOutcome> => {
    const problem = adjustmentProblem(adjustment);
    if (problem !== null) return { kind: 'invalid', problem };
    if (!isId(adjustment.productId)) return { kind: 'product-unknown' };
    return dependencies.unitOfWork(async (work) => {
      const level = await work.stock.adjust(adjustment.productId, adjustment.delta);
      if (level === null) return refusal(work, adjustment.productId);
      const adjustedAt = dependencies.clock();
      await work.stock.recordAdjustment({ ...adjustment, id: newId(), reason: adjustment.reason.trim(), adjustedAt });
      await work.outbox.add(stockChanged, {
        productId: level.productId,
        onHand: level.available + level.reserved,
        available: level.available,
        changedAt: adjustedAt.toISOString(),
      });
      return { kind: 'adjusted', level };
    });
  };
}

async function refusal(work: Work, productId: string): Promise<AdjustmentOutcome> {
  const [level] = await work.stock.levels([productId]);
  return level === undefined ? { kind: 'product-unknown' } : { kind: 'would-be-negative', available: level.available };
}
