import { integer } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { stockLevels } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { StockLevel } from '../domain/stock.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** The place of a product in the list of what is low: fewest available first. */
export interface LowStockPosition {
  readonly available: number;
  readonly productId: string;
}

/** Reads for the graph, outside of any transaction. */
export interface StockReader {
  /** The levels of the products that have one, in no order. One query for any number of products. */
  levelsByProductIds(productIds: readonly string[]): Promise<StockLevel[]>;
  /** Up to `limit + 1` levels below their threshold, after the position. */
  low(defaultThreshold: number, after: LowStockPosition | null, limit: number): Promise<StockLevel[]>;
  lowCount(defaultThreshold: number): Promise<number>;
}

/** What the domain knows of a level. */
export const LEVEL = ['productId', 'available', 'reserved', 'sold', 'threshold'] as const;

export function createStockReader(dependencies: {
  readonly prisma: PrismaClient;
  readonly db: Queryable;
}): StockReader {
  const { prisma, db } = dependencies;
  return {
    levelsByProductIds: (productIds) => prisma.stockLevel.findMany({ where: { productId: { in: [...productIds] } } }),
    // A scan: there is one row a product, few people ask, and an index on what is available would cost every order.
    low: (defaultThreshold, after, limit) =>
      db.query(sql`
        select ${stockLevels.columns(...LEVEL)}
        from stock_levels
        where available < coalesce(low_stock_threshold, ${defaultThreshold}::int)
          and (${after === null} or (available, product_id) > (${after?.available ?? 0}::int,
            ${after?.productId ?? null}::uuid))
        order by available, product_id limit ${limit + 1}`),
    lowCount: async (defaultThreshold) => {
      const [row] = await db.query(sql`
        select count(*)::int as ${alias('count', integer)} from stock_levels
        where available < coalesce(low_stock_threshold, ${defaultThreshold}::int)`);
      return row?.count ?? 0;
    },
  };
}
