import { integer } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { stockMovements } from '../generated/tables.ts';
import { alias, type RowOf } from '@galleria/kit/database/table';
import type { StockMovement } from '../domain/stock-movement.ts';

/** The movements of one product on a page, and how many there are in all. */
export interface MovementPage {
  /** Newest first, up to `limit + 1`. */
  readonly movements: readonly StockMovement[];
  readonly totalCount: number;
}

/**
 * Reads of the ledger for the graph. SQL, because a page for each of many products is one lateral join, which Prisma
 * cannot say.
 */
export interface MovementReader {
  /** A page each, older than the position, of any number of products in two queries. By product id. */
  pagesOf(
    productIds: readonly string[],
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<ReadonlyMap<string, MovementPage>>;
}

export function createMovementReader(db: Queryable): MovementReader {
  return {
    pagesOf: async (productIds, { after, limit }) => {
      const [rows, counts] = await Promise.all([
        db.query(sql`
          select ${stockMovements.as('movement').columns()}
          from unnest(${productIds}::uuid[]) as product (id)
          cross join lateral (
            select ${stockMovements.names()} from stock_movements
            where product_id = product.id and position < coalesce(${after}::bigint, 9223372036854775807)
            order by position desc limit ${limit + 1}
          ) as movement
          order by movement.position desc`),
        db.query(sql`
          select ${stockMovements.columns('productId')}, count(*)::int as ${alias('count', integer)}
          from stock_movements where product_id = any(${productIds}::uuid[]) group by product_id`),
      ]);
      const pages = new Map(
        counts.map(({ productId, count }) => [productId, { movements: [] as StockMovement[], totalCount: count }]),
      );
      for (const row of rows) pages.get(row.productId)?.movements.push(toMovement(row));
      return pages;
    },
  };
}

function toMovement(row: RowOf<typeof stockMovements>): StockMovement {
  const { position, productId, kind, available, reserved, sold, reason, orderId, administratorId, movedAt } = row;
  return {
    position,
    productId,
    kind,
    change: { available: row.availableChange, reserved: row.reservedChange, sold: row.soldChange },
    level: { available, reserved, sold },
    reason,
    orderId,
    administratorId,
    at: movedAt,
  };
}
