import { integer, optional } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { LEVEL } from './stock-reader.ts';
import { stockLevels } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { StockLevel, StockLine } from '../domain/stock.ts';
import type { AdjustmentKind, OrderMovementKind } from '../domain/stock-movement.ts';

export type StockColumn = 'available' | 'reserved' | 'sold';

/**
 * Every change of a level is a movement in the ledger, written by the statement that makes the change: there is none
 * without the other. Bound to a transaction, because rows are locked by one statement and changed by the next.
 */
export interface StockRepository {
  /** Begins to keep stock of a product, at zero. Nothing happens when it is kept already. */
  open(productId: string): Promise<void>;
  levels(productIds: readonly string[]): Promise<StockLevel[]>;
  /**
   * Moves pieces from one column to another: of all lines, or, when one has too few, of none. Gives what changed, or
   * null. Lines must be merged and sorted (`mergeLines`).
   */
  move(lines: readonly StockLine[], movement: OrderMovement): Promise<AvailabilityChange[] | null>;
  /** Adds to what is available. The new level, or null when the product is unknown or the level would be negative. */
  adjust(adjustment: StockAdjustment): Promise<StockLevel | null>;
  /** The level with the threshold that it had before; null when the product is unknown. */
  setThreshold(productId: string, threshold: number | null): Promise<ThresholdChange | null>;
}

export interface OrderMovement {
  readonly kind: OrderMovementKind;
  readonly from: StockColumn;
  readonly to: StockColumn;
  readonly orderId: string;
  readonly reason: string;
  readonly at: Date;
}

export interface StockAdjustment {
  readonly productId: string;
  readonly kind: AdjustmentKind;
  readonly delta: number;
  readonly reason: string;
  readonly adjustedBy: string;
  readonly at: Date;
}

export interface AvailabilityChange {
  readonly productId: string;
  readonly availableBefore: number;
  readonly available: number;
  readonly threshold: number | null;
}

export interface ThresholdChange extends StockLevel {
  readonly thresholdBefore: number | null;
}

export function createStockRepository(db: Queryable): StockRepository {
  return {
    open: async (productId) => {
      await db.execute(sql`
        insert into stock_levels (product_id, available) values (${productId}, 0) on conflict do nothing`);
    },
    levels: (productIds) => selectLevels(db, productIds),
    move: (lines, movement) => move(db, lines, movement),
    adjust: (adjustment) => adjust(db, adjustment),
    setThreshold: async (productId, threshold) => {
      await lock(db, [productId]);
      const [changed] = await db.query(sql`
        with before as (select product_id, low_stock_threshold from stock_levels where product_id = ${productId})
        update stock_levels as level set low_stock_threshold = ${threshold}::int
        from before where level.product_id = before.product_id
        returning ${stockLevels.as('level').columns(...LEVEL)},
          before.low_stock_threshold as ${alias('thresholdBefore', optional(integer))}`);
      return changed ?? null;
    },
  };
}

function selectLevels(db: Queryable, productIds: readonly string[]): Promise<StockLevel[]> {
  return db.query(sql`
    select ${stockLevels.columns(...LEVEL)} from stock_levels where product_id = any(${productIds}::uuid[])`);
}

async function adjust(db: Queryable, { productId, delta, ...movement }: StockAdjustment): Promise<StockLevel | null> {
  const [level] = await db.query(sql`
    with adjusted as (
      update stock_levels set available = available + ${delta}::int, updated_at = now()
      where product_id = ${productId} and available + ${delta}::int >= 0
      returning ${stockLevels.names(...LEVEL)}
    ), noted as (
      insert into stock_movements (product_id, kind, available_change, reserved_change, sold_change, available,
        reserved, sold,
        reason, administrator_id, moved_at)
      select product_id, ${movement.kind}::stock_movement_kind, ${delta}::int, 0, 0, available, reserved, sold,
        ${movement.reason}, ${movement.adjustedBy}::uuid, ${movement.at}::timestamptz
      from adjusted
    )
    select ${stockLevels.columns(...LEVEL)} from adjusted`);
  return level ?? null;
}

/**
 * One statement decides, moves and notes; a CHECK on each column stands behind it. The rows are locked before, by a
 * statement of its own, so that this one begins with what those before it committed: where a statement waits for a lock
 * itself, PostgreSQL looks again at the row it waited for, but not at everything that was concluded from it.
 */
async function move(
  db: Queryable,
  lines: readonly StockLine[],
  { kind, from, to, orderId, reason, at }: OrderMovement,
): Promise<AvailabilityChange[] | null> {
  const sign = (column: StockColumn): number => (column === to ? 1 : 0) - (column === from ? 1 : 0);
  const [available, reserved, sold] = [sign('available'), sign('reserved'), sign('sold')];
  const productIds = lines.map((line) => line.productId);
  await lock(db, productIds);
  const moved = await db.query(sql`
    with wanted as (
      select product_id, quantity
      from unnest(${productIds}::uuid[], ${lines.map((line) => line.quantity)}::int[]) as line (product_id, quantity)
    ), enough as (
      select product_id, ${available}::int * quantity as available_change,
        ${reserved}::int * quantity as reserved_change, ${sold}::int * quantity as sold_change
      from wanted join stock_levels using (product_id)
      where available + ${available}::int * quantity >= 0
        and reserved + ${reserved}::int * quantity >= 0
        and sold + ${sold}::int * quantity >= 0
    ), moved as (
      update stock_levels as level
      set available = level.available + available_change,
          reserved = level.reserved + reserved_change,
          sold = level.sold + sold_change,
          updated_at = now()
      from enough
      where level.product_id = enough.product_id
        and (select count(*) from enough) = (select count(*) from wanted)
      returning ${stockLevels.as('level').names(...LEVEL)}, available_change, reserved_change, sold_change
    ), noted as (
      insert into stock_movements (product_id, kind, available_change, reserved_change, sold_change, available,
        reserved, sold,
        reason, order_id, moved_at)
      select product_id, ${kind}::stock_movement_kind, available_change, reserved_change, sold_change, available,
        reserved, sold,
        ${reason}, ${orderId}::uuid, ${at}::timestamptz
      from moved
    )
    select ${stockLevels.columns('productId', 'available', 'threshold')},
      available - available_change as ${alias('availableBefore', integer)}
    from moved`);
  return moved.length === lines.length ? moved : null;
}

/**
 * In the order of ids, so that two orders for the same products wait for each other instead of deadlocking. Costs no
 * round trip.
 */
function lock(db: Queryable, productIds: readonly string[]): Promise<void> {
  return db.execute(sql`
    select product_id from stock_levels where product_id = any(${productIds}::uuid[]) order by product_id for update`);
}
