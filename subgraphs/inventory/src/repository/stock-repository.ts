import type { Queryable } from '@galleria/kit/database';
import { sql } from '@galleria/kit/sql';
import type { StockLevel, StockLine } from '../domain/stock.ts';

export type StockColumn = 'available' | 'reserved' | 'sold';

export interface StockRepository {
  /** Begins to keep stock of a product, at zero. Nothing happens when it is kept already. */
  open(productId: string): Promise<void>;
  levels(productIds: readonly string[]): Promise<StockLevel[]>;
  /**
   * Moves pieces from one column to another: of all lines, or, when one has too few, of none. True when they moved.
   * Lines must be merged and sorted (`mergeLines`).
   */
  move(lines: readonly StockLine[], from: StockColumn, to: StockColumn): Promise<boolean>;
  /** Adds to what is available. The new level, or null when the product is unknown or the level would be negative. */
  adjust(productId: string, delta: number): Promise<StockLevel | null>;
  recordAdjustment(adjustment: StockAdjustment): Promise<void>;
}

export interface StockAdjustment {
  readonly id: string;
  readonly productId: string;
  readonly delta: number;
  readonly reason: string;
  readonly adjustedBy: string;
  readonly adjustedAt: Date;
}

export function createStockRepository(db: Queryable): StockRepository {
  return {
    open: async (productId) => {
      await db.execute(sql`
        insert into stock_levels (product_id, available) values (${productId}, 0) on conflict do nothing`);
    },
    levels: (productIds) => selectLevels(db, productIds),
    move: (lines, from, to) => move(db, lines, from, to),
    adjust: async (productId, delta) => {
      const [level] = await db.query<StockLevel>(sql`
        update stock_levels set available = available + ${delta}, updated_at = now()
        where product_id = ${productId} and available + ${delta} >= 0
        returning product_id as "productId", available, reserved, sold`);
      return level ?? null;
    },
    recordAdjustment: async (adjustment) => {
      await db.execute(sql`
        insert into stock_adjustments (id, product_id, delta, reason, adjusted_by, adjusted_at)
        values (${adjustment.id}, ${adjustment.productId}, ${adjustment.delta}, ${adjustment.reason},
                ${adjustment.adjustedBy}, ${adjustment.adjustedAt})`);
    },
  };
}

function selectLevels(db: Queryable, productIds: readonly string[]): Promise<StockLevel[]> {
  return db.query<StockLevel>(sql`
    select product_id as "productId", available, reserved, sold
    from stock_levels where product_id = any(${productIds}::uuid[])`);
}

/**
 * One statement decides and moves. The rows are locked in the order of their ids, so two orders for the same products wait for
 * each other instead of deadlocking; the counts are those after the wait; and a CHECK on each column stands behind it.
 */
async function move(db: Queryable, lines: readonly StockLine[], from: StockColumn, to: StockColumn): Promise<boolean> {
  const sign = (column: StockColumn): number => (column === to ? 1 : 0) - (column === from ? 1 : 0);
  const moved = await db.query(sql`
    with wanted as (
      select * from unnest(${lines.map((line) => line.productId)}::uuid[], ${lines.map((line) => line.quantity)}::int[])
        as line (product_id, quantity)
    ), locked as materialized (
      select product_id, available, reserved, sold from stock_levels
      where product_id in (select product_id from wanted) order by product_id for update
    ), enough as (
      select product_id, quantity from wanted join locked using (product_id)
      where available + ${sign('available')}::int * quantity >= 0
        and reserved + ${sign('reserved')}::int * quantity >= 0
        and sold + ${sign('sold')}::int * quantity >= 0
    )
    update stock_levels as level
    set available = level.available + ${sign('available')}::int * enough.quantity,
        reserved = level.reserved + ${sign('reserved')}::int * enough.quantity,
        sold = level.sold + ${sign('sold')}::int * enough.quantity,
        updated_at = now()
    from enough
    where level.product_id = enough.product_id
      and (select count(*) from enough) = (select count(*) from wanted)
    returning level.product_id`);
  return moved.length === lines.length;
}
