import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { productPrices } from '../generated/tables.ts';
import type { PricedProduct } from '../domain/cart.ts';
import type { Money } from '../domain/money.ts';

/**
 * The projection of products' events. Prices can be applied in any order; what takes a product off sale and back, in
 * that of its events.
 */
export interface ProductPriceRepository {
  find(productId: string): Promise<PricedProduct | null>;
  /** Those that are known, in no order. */
  findAll(productIds: readonly string[]): Promise<PricedProduct[]>;
  /** Keeps the newest price; one that is older than the price held changes nothing. */
  setPrice(productId: string, price: Money, pricedAt: Date): Promise<void>;
  /** Keeps the newest name; of a product whose price is not known yet, too. */
  setName(productId: string, name: string, namedAt: Date): Promise<void>;
  /** Until it is restored: a price that comes later does not put the product back on sale. */
  archive(productId: string): Promise<void>;
  restore(productId: string): Promise<void>;
}

export function createProductPriceRepository(db: Queryable): ProductPriceRepository {
  return {
    find: async (productId) => (await findAll(db, [productId]))[0] ?? null,
    findAll: (productIds) => findAll(db, productIds),
    setPrice: async (productId, { amountMinor, currency }, pricedAt) => {
      await db.execute(sql`
        insert into product_prices as held (product_id, amount_minor, currency, priced_at)
        values (${productId}, ${amountMinor}, ${currency}, ${pricedAt})
        on conflict (product_id) do update
        set amount_minor = excluded.amount_minor, currency = excluded.currency, priced_at = excluded.priced_at
        where held.priced_at < excluded.priced_at`);
    },
    setName: async (productId, name, namedAt) => {
      // Until its price comes it costs nothing in no currency, and so cannot be put in a cart.
      await db.execute(sql`
        insert into product_prices as held (product_id, amount_minor, currency, priced_at, name, named_at)
        values (${productId}, 0, 'XXX', '-infinity', ${name}, ${namedAt})
        on conflict (product_id) do update set name = excluded.name, named_at = excluded.named_at
        where held.named_at is null or held.named_at < excluded.named_at`);
    },
    archive: async (productId) => {
      // The price of a product that was archived before it was known is of no interest: being restored tells it.
      await db.execute(sql`
        insert into product_prices (product_id, amount_minor, currency, priced_at, archived)
        values (${productId}, 0, 'XXX', '-infinity', true)
        on conflict (product_id) do update set archived = true`);
    },
    restore: async (productId) => {
      await db.execute(sql`update product_prices set archived = false where product_id = ${productId}`);
    },
  };
}

async function findAll(db: Queryable, productIds: readonly string[]): Promise<PricedProduct[]> {
  const rows = await db.query(sql`
    select ${productPrices.columns('productId', 'name', 'amountMinor', 'currency', 'archived')}
    from product_prices where product_id = any(${productIds}::uuid[])`);
  return rows.map(({ productId, name, amountMinor, currency, archived }) => ({
    productId,
    name,
    price: { amountMinor, currency },
    isOnSale: !archived,
  }));
}
