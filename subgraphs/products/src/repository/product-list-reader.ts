import type { Queryable } from '@galleria/kit/database';
import { statementName, type SqlStatement } from '@galleria/kit/sql';
import type { Product } from '../domain/product.ts';
import type { ProductFilter, ProductPosition, ProductSort } from '../domain/product-list.ts';

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

/** Under the names of the domain. */
const PRODUCT_COLUMNS = `id, slug, name, description, price_minor as "priceMinor", currency, category_id as "categoryId",
  brand_id as "brandId", created_at as "createdAt", archived_at as "archivedAt"`;

/** As in the trigram index that the first migration makes over it. */
const SEARCHED_TEXT = `(name || ' ' || description)`;

export function createProductListReader(db: Queryable): ProductListReader {
  return {
    page: (filter, sort, { after, limit }) => {
      const { column, type, direction } = ORDERS[sort];
      const statement = createStatement();
      const conditions = matching(filter, statement.bind);
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
      const conditions = matching(filter, statement.bind);
      const [row] = await db.query<{ count: number }>(
        statement.of(`select count(*)::int as count from products where ${conditions.join(' and ')}`),
      );
      return row?.count ?? 0;
    },
  };
}

/**
 * Only the conditions that are asked for, so that each list gets a plan of its own: `$1 is null or …` would hide the indexes.
 * The text is put together from constants; what a client sent is bound.
 */
function matching(filter: ProductFilter, bind: (value: unknown) => string): string[] {
  const conditions = ['archived_at is null'];
  if (filter.category !== null) {
    conditions.push(`category_id in (
      with recursive inside as (
        select id from categories where slug = ${bind(filter.category)}
        union
        select child.id from categories as child join inside on child.parent_id = inside.id
      )
      select id from inside)`);
  }
  if (filter.brand !== null) conditions.push(`brand_id = (select id from brands where slug = ${bind(filter.brand)})`);
  if (filter.minPriceMinor !== null) conditions.push(`price_minor >= ${bind(filter.minPriceMinor)}`);
  if (filter.maxPriceMinor !== null) conditions.push(`price_minor <= ${bind(filter.maxPriceMinor)}`);
  const [longest, ...others] = filter.words.toSorted((a, b) => b.length - a.length);
  if (longest !== undefined) {
    // An index serves `ilike`, but not `ilike all`: the longest word finds the few rows that are then asked for the others.
    conditions.push(`${SEARCHED_TEXT} ilike ${bind(containing(longest))}`);
    if (others.length > 0) conditions.push(`${SEARCHED_TEXT} ilike all (${bind(others.map(containing))}::text[])`);
  }
  return conditions;
}

/** `%` and `_` in a word are themselves, not wildcards. */
function containing(word: string): string {
  return `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

function createStatement() {
  const values: unknown[] = [];
  return {
    bind: (value: unknown): string => `$${values.push(value)}`,
    of: (text: string): SqlStatement => ({ name: statementName(text), text, values }),
  };
}
