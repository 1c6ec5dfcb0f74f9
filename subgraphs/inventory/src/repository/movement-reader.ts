import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import type { MovementKind, StockMovement } from '../domain/stock-movement.ts';

/** The movements of one product on a page, and how many there are in all. */
export interface MovementPage {
  /** Newest first, up to `limit + 1`. */
  readonly movements: readonly StockMovement[];
  readonly totalCount: number;
}

/** Reads of the ledger for the graph. SQL, because a page for each of many products is one lateral join, which Prisma cannot say. */
export interface MovementReader {
  /** A page each, older than the position, of any number of products in two queries. By product id. */
  pagesOf(
    productIds: readonly string[],
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<ReadonlyMap<string, MovementPage>>;
}

interface MovementRow {
  readonly position: string;
  readonly productId: string;
  readonly kind: MovementKind;
  readonly availableChange: number;
  readonly reservedChange: number;
  readonly soldChange: number;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  readonly reason: string;
  readonly orderId: string | null;
  readonly administratorId: string | null;
  readonly movedAt: Date;
}

export function createMovementReader(db: Queryable): MovementReader {
  return {
    pagesOf: async (productIds, { after, limit }) => {
      const [rows, counts] = await Promise.all([
        db.query<MovementRow>(sql`
          select movement.position, movement.product_id as "productId", kind, available_change as "availableChange",
            reserved_change as "reservedChange", sold_change as "soldChange", available, reserved, sold, reason,
            order_id as "orderId", administrator_id as "administratorId", moved_at as "movedAt"
          from unnest(${productIds}::uuid[]) as product (id)
          cross join lateral (
            select position, product_id, kind, available_change, reserved_change, sold_change, available, reserved, sold, reason,
              order_id, administrator_id, moved_at
            from stock_movements
            where product_id = product.id and position < coalesce(${after}::bigint, 9223372036854775807)
            order by position desc limit ${limit + 1}
          ) as movement
          order by movement.position desc`),
        db.query<{ productId: string; count: number }>(sql`
          select product_id as "productId", count(*)::int as count
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

function toMovement(row: MovementRow): StockMovement {
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
