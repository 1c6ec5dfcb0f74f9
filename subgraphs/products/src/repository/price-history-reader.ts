import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import type { PriceChange } from '../domain/price-change.ts';

/** A part of one product's price history. */
export interface PriceHistoryRange {
  readonly productId: string;
  /** Only changes before this version of the product; from the last on when null. */
  readonly before: number | null;
  readonly limit: number;
}

/** Reads what products cost, in one statement for any number of products. */
export interface PriceHistoryReader {
  /** The changes of each range, in the order asked, the last change first. */
  changes(ranges: readonly PriceHistoryRange[]): Promise<PriceChange[][]>;
  /** How many changes there were; products without any are left out. */
  counts(productIds: readonly string[]): Promise<{ readonly productId: string; readonly count: number }[]>;
}

interface PriceChangeRow {
  /** Which range it belongs to, from 1 on. */
  readonly range: number;
  readonly productId: string;
  readonly version: number;
  readonly priceMinor: number;
  readonly previousPriceMinor: number | null;
  readonly currency: string;
  readonly changedBy: string | null;
  readonly changedAt: Date;
}

export function createPriceHistoryReader(db: Queryable): PriceHistoryReader {
  return {
    changes: async (ranges) => {
      const column = <Key extends keyof PriceHistoryRange>(key: Key) => ranges.map((range) => range[key]);
      const rows = await db.query<PriceChangeRow>(sql`
        select asked.range::int, "productId", part.version, "priceMinor", "previousPriceMinor", currency, "changedBy", "changedAt"
        from unnest(${column('productId')}::uuid[], ${column('before')}::int[], ${column('limit')}::int[])
          with ordinality as asked (product_id, before, at_most, range)
        cross join lateral (
          select product_id as "productId", version, price_minor as "priceMinor",
                 previous_price_minor as "previousPriceMinor", currency, changed_by as "changedBy",
                 changed_at as "changedAt"
          from price_changes
          where product_id = asked.product_id and (asked.before is null or version < asked.before)
          order by version desc limit asked.at_most
        ) part
        order by asked.range, part.version desc`);
      const changes: PriceChange[][] = ranges.map(() => []);
      for (const { range, ...row } of rows) changes[range - 1]?.push(changeOf(row));
      return changes;
    },
    counts: (productIds) =>
      db.query(sql`
        select product_id as "productId", count(*)::int as count from price_changes
        where product_id = any(${productIds}::uuid[]) group by product_id`),
  };
}

function changeOf({ priceMinor, previousPriceMinor, currency, ...change }: Omit<PriceChangeRow, 'range'>): PriceChange {
  return {
    ...change,
    price: { amountMinor: priceMinor, currency },
    previousPrice: previousPriceMinor === null ? null : { amountMinor: previousPriceMinor, currency },
  };
}
