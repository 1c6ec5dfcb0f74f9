import type { Queryable } from '@galleria/kit/database/database';
import type { Product } from '../domain/product.ts';
import type { ProductFilter, ProductPosition, ProductSort } from '../domain/product-list.ts';
import { conditionsOf, createStatement, PRODUCT_COLUMNS } from './product-conditions.ts';

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
  readonly column: string;
  readonly type: string;
  readonly direction: 'asc' | 'desc';
}

const ORDERS: Record<ProductSort, Order> = {
  NEWEST: { column: 'created_at', type: 'timestamptz', direction: 'desc' },
  NAME: { column: 'name', type: 'text', direction: 'asc' },
  PRICE_ASCENDING: { column: 'price_minor', type: 'int', direction: 'asc' },
  PRICE_DESCENDING: { column: 'price_minor', type: 'int', direction: 'desc' },
};

export function createProductListReader(db: Queryable): ProductListReader {
  return {
    page: (filter, sort, { after, limit }) => {
      const { column, type, direction } = ORDERS[sort];
      const statement = createStatement();
      const conditions = conditionsOf(filter, statement.bind);
      if (after !== null) {
        const beyond = direction === 'asc' ? '>' : '<';
        const position = `(${statement.bind(after.value)}::${type}, ${statement.bind(after.id)}::uuid)`;
        conditions.push(`(${column}, id) ${beyond} ${position}`);
      }
      return db.query<Product>(
        statement.of(`
          select ${PRODUCT_COLUMNS} from products where ${conditions.join(' and ')}
          order by ${column} ${direction}, id ${direction} limit ${statement.bind(limit)}`),
      );
    },
    count: async (filter) => {
      const statement = createStatement();
      const conditions = conditionsOf(filter, statement.bind);
      const [row] = await db.query<{ count: number }>(
        statement.of(`select count(*)::int as count from products where ${conditions.join(' and ')}`),
      );
      return row?.count ?? 0;
    },
  };
}
