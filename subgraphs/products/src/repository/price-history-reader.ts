import { integer } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { priceChanges } from '../generated/tables.ts';
import { alias, type RowOf } from '@galleria/kit/database/table';
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

export function createPriceHistoryReader(db: Queryable): PriceHistoryReader {
  return {
    changes: async (ranges) => {
      const column = <Key extends keyof PriceHistoryRange>(key: Key) => ranges.map((range) => range[key]);
      const rows = await db.query(sql`
        select asked.range::int as ${alias('range', integer)}, ${priceChanges.as('part').columns()}
        from unnest(${column('productId')}::uuid[], ${column('before')}::int[], ${column('limit')}::int[])
          with ordinality as asked (product_id, before, at_most, range)
        cross join lateral (
          select ${priceChanges.names()}
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
        select ${priceChanges.columns('productId')}, count(*)::int as ${alias('count', integer)} from price_changes
        where product_id = any(${productIds}::uuid[]) group by product_id`),
  };
}

function changeOf({ priceMinor, previousPriceMinor, currency, ...change }: RowOf<typeof priceChanges>): PriceChange {
  return {
    ...change,
    price: { amountMinor: priceMinor, currency },
    previousPrice: previousPriceMinor === null ? null : { amountMinor: previousPriceMinor, currency },
  };
}
