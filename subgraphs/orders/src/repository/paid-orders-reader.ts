import { bigint, character, integer } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';
import { statusesThat } from '../domain/order.ts';

/** What the paid orders of one currency add up to. Sums are text: they may have 64 bits. */
export interface PaidOrders {
  /** ISO 4217. */
  readonly currency: string;
  readonly count: number;
  /** In the currency's smallest unit. */
  readonly totalMinor: string;
  readonly pieces: string;
}

const PAID = statusesThat(({ isPaid }) => isPaid);

/**
 * By currency, in one statement, so that its sums belong together. It reads all orders: few ask, and a running total
 * would cost each.
 */
export function createPaidOrdersReader(db: Queryable): () => Promise<PaidOrders[]> {
  return () =>
    db.query(sql`
      select orders.currency as ${alias('currency', character(3))}, count(*)::int as ${alias('count', integer)},
        sum(orders.total_minor)::bigint as ${alias('totalMinor', bigint)},
        sum(bought.pieces)::bigint as ${alias('pieces', bigint)}
      from orders
      join (select order_id, sum(quantity) as pieces from order_lines group by order_id) as bought
        on bought.order_id = orders.id
      where orders.status = any(${PAID}::order_status[])
      group by orders.currency order by orders.currency`);
}
