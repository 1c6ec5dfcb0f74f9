import type { Queryable } from '@galleria/kit/database';
import { sql } from '@galleria/kit/sql';
import type { CartLine } from '../domain/cart.ts';

export interface CartRepository {
  /** Makes changes of one customer's cart wait for each other until the transaction ends: a line that is new cannot be locked yet. */
  lock(customerId: string): Promise<void>;
  /** The lines with today's prices, in the order they were added, each locked until the transaction ends. */
  lines(customerId: string): Promise<CartLine[]>;
  setQuantity(customerId: string, productId: string, quantity: number): Promise<void>;
  remove(customerId: string, productIds: readonly string[]): Promise<void>;
}

export function createCartRepository(db: Queryable): CartRepository {
  return {
    lock: async (customerId) => {
      await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${customerId}, 0))`);
    },
    lines: async (customerId) => {
      const rows = await db.query<LineRow>(sql`
        select line.product_id as "productId", line.quantity, price.amount_minor as "amountMinor", price.currency, price.archived
        from cart_lines line join product_prices price using (product_id)
        where line.customer_id = ${customerId}
        order by line.position
        for update of line`);
      return rows.map(toLine);
    },
    setQuantity: async (customerId, productId, quantity) => {
      await db.execute(sql`
        insert into cart_lines (customer_id, product_id, quantity) values (${customerId}, ${productId}, ${quantity})
        on conflict (customer_id, product_id) do update set quantity = excluded.quantity`);
    },
    remove: async (customerId, productIds) => {
      await db.execute(sql`
        delete from cart_lines where customer_id = ${customerId} and product_id = any(${productIds}::uuid[])`);
    },
  };
}

interface LineRow {
  readonly productId: string;
  readonly quantity: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly archived: boolean;
}

function toLine({ productId, quantity, amountMinor, currency, archived }: LineRow): CartLine {
  return { productId, quantity, unitPrice: { amountMinor, currency }, isOnSale: !archived };
}
