import { bigint, integer } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';

/** Pieces of all products. Sums are text: they may have 64 bits. */
export interface StockSums {
  readonly available: string;
  readonly reserved: string;
  readonly sold: string;
  /** What was ever delivered, less what was taken away by hand. */
  readonly delivered: string;
  /** Products whose level is not what their movements add up to. */
  readonly productsAstray: number;
}

/**
 * One statement, so that levels and movements are of one moment. It reads all movements: few ask, and a running total
 * would cost each order.
 */
export function createStockSumsReader(db: Queryable): () => Promise<StockSums> {
  return async () => {
    const [sums] = await db.query(sql`
      with moved as (
        select product_id, sum(available_change) as available, sum(reserved_change) as reserved,
          sum(sold_change) as sold,
          sum(available_change + reserved_change + sold_change)
            filter (where kind in ('OPENING', 'DELIVERY', 'ADJUSTMENT')) as delivered
        from stock_movements group by product_id
      )
      select coalesce(sum(level.available), 0)::bigint as ${alias('available', bigint)},
        coalesce(sum(level.reserved), 0)::bigint as ${alias('reserved', bigint)},
        coalesce(sum(level.sold), 0)::bigint as ${alias('sold', bigint)},
        coalesce(sum(moved.delivered), 0)::bigint as ${alias('delivered', bigint)},
        (count(*) filter (where (level.available, level.reserved, level.sold)
          is distinct from (coalesce(moved.available, 0), coalesce(moved.reserved, 0), coalesce(moved.sold, 0))))::int
          as ${alias('productsAstray', integer)}
      from stock_levels as level left join moved on moved.product_id = level.product_id`);
    if (sums === undefined) throw new Error('A sum without a row.');
    return sums;
  };
}
