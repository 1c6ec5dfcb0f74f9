import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { cartLines, productPrices } from '../generated/tables.ts';
import type { CartLine } from '../domain/cart.ts';
import { cartLine } from './cart-rows.ts';

export interface CartRepository {
  /**
   * Makes changes of one customer's cart wait for each other until the transaction ends: a line that is new cannot be
   * locked yet.
   */
  lock(customerId: string): Promise<void>;
  /** The lines with today's prices, in the order they were added, each locked until the transaction ends. */
  lines(customerId: string): Promise<CartLine[]>;
  /** Adds lines that are new, in this order; of those that are there only the quantity changes. */
  put(customerId: string, lines: readonly CartLine[]): Promise<void>;
  /** Notes the lines' prices as seen. */
  acceptPrices(customerId: string, lines: readonly CartLine[]): Promise<void>;
  remove(customerId: string, productIds: readonly string[]): Promise<void>;
  clear(customerId: string): Promise<void>;
}

export function createCartRepository(db: Queryable): CartRepository {
  return {
    lock: async (customerId) => {
      await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${customerId}, 0))`);
    },
    lines: async (customerId) => {
      const rows = await db.query(sql`
        select ${cartLines.as('line').columns('productId', 'quantity', 'priceWhenAddedMinor', 'priceWhenAddedCurrency')},
               ${productPrices.as('price').columns('amountMinor', 'currency', 'archived', 'name')}
        from cart_lines line join product_prices price using (product_id)
        where line.customer_id = ${customerId}
        order by line.position
        for update of line`);
      return rows.map(cartLine);
    },
    put: async (customerId, lines) => {
      const { productIds, amounts, currencies } = columnsOf(lines);
      const quantities = lines.map(({ quantity }) => quantity);
      await db.execute(sql`
        insert into cart_lines (customer_id, product_id, quantity, price_when_added_minor, price_when_added_currency)
        select ${customerId}::uuid, product_id, quantity, amount, currency from unnest(
          ${productIds}::uuid[], ${quantities}::int[], ${amounts}::int[], ${currencies}::text[])
          as line (product_id, quantity, amount, currency)
        on conflict (customer_id, product_id) do update set quantity = excluded.quantity`);
    },
    acceptPrices: async (customerId, lines) => {
      const { productIds, amounts, currencies } = columnsOf(lines);
      await db.execute(sql`
        update cart_lines set price_when_added_minor = seen.amount, price_when_added_currency = seen.currency
        from unnest(${productIds}::uuid[], ${amounts}::int[], ${currencies}::text[])
          as seen (product_id, amount, currency)
        where cart_lines.customer_id = ${customerId} and cart_lines.product_id = seen.product_id`);
    },
    remove: async (customerId, productIds) => {
      await db.execute(sql`
        delete from cart_lines where customer_id = ${customerId} and product_id = any(${productIds}::uuid[])`);
    },
    clear: async (customerId) => {
      await db.execute(sql`delete from cart_lines where customer_id = ${customerId}`);
    },
  };
}

/** A list for each column keeps the statement the same for any number of lines. */
function columnsOf(lines: readonly CartLine[]) {
  return {
    productIds: lines.map(({ productId }) => productId),
    amounts: lines.map(({ unitPrice }) => unitPrice.amountMinor),
    currencies: lines.map(({ unitPrice }) => unitPrice.currency),
  };
}
