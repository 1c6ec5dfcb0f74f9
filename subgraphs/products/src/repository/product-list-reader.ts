import { integer } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql, type SqlStatement } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';
import type { Product } from '../domain/product.ts';
import type { ProductFilter, ProductPosition, ProductSort } from '../domain/product-list.ts';
import { products } from '../generated/tables.ts';
import { conditionsOf } from './product-conditions.ts';

/** Reads lists of what is on sale, in one statement each: archived products are in none. */
export interface ProductListReader {
  /** At most `limit` products that come after the position, or from the beginning where there is none. */
  page(
    filter: ProductFilter,
    sort: ProductSort,
    range: { readonly after: ProductPosition | null; readonly limit: number },
  ): Promise<Product[]>;
  count(filter: ProductFilter): Promise<number>;
}

interface Order {
  readonly column: SqlStatement;
  readonly type: SqlStatement;
  readonly direction: SqlStatement;
  /** Compares with what comes before. */
  readonly beyond: SqlStatement;
}

const ASCENDING = { direction: sql`asc`, beyond: sql`>` };
const DESCENDING = { direction: sql`desc`, beyond: sql`<` };
const PRICE = { column: sql`price_minor`, type: sql`int` };

const ORDERS: Record<ProductSort, Order> = {
  NEWEST: { column: sql`created_at`, type: sql`timestamptz`, ...DESCENDING },
  NAME: { column: sql`name`, type: sql`text`, ...ASCENDING },
  PRICE_ASCENDING: { ...PRICE, ...ASCENDING },
  PRICE_DESCENDING: { ...PRICE, ...DESCENDING },
};

export function createProductListReader(db: Queryable): ProductListReader {
  return {
    page: (filter, sort, { after, limit }) => {
      const { column, type, direction, beyond } = ORDERS[sort];
      const position =
        after === null ? sql`` : sql` and (${column}, id) ${beyond} (${after.value}::${type}, ${after.id}::uuid)`;
      return db.query(sql`
        select ${products.columns()} from products where ${conditionsOf(filter)}${position}
        order by ${column} ${direction}, id ${direction} limit ${limit}`);
    },
    count: async (filter) => {
      const [row] = await db.query(sql`
        select count(*)::int as ${alias('count', integer)} from products where ${conditionsOf(filter)}`);
      return row?.count ?? 0;
    },
  };
}
