import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { productPrices } from '../generated/tables.ts';
import type { PricedProduct } from '../domain/cart.ts';
import type { Money } from '../domain/money.ts';

/**
 * The projection of products' events, which can be applied in any order: each says which version of the product it
 * tells, and changes nothing where a later one has told the same (docs/decisions/025-newer-is-a-higher-version.md).
 */
export interface ProductPriceRepository {
  find(productId: string): Promise<PricedProduct | null>;
  /** Those that are known, in no order. */
  findAll(productIds: readonly string[]): Promise<PricedProduct[]>;
  setPrice(productId: string, price: Money, version: number): Promise<void>;
  /** Of a product whose price is not known yet, too. */
  setName(productId: string, name: string, version: number): Promise<void>;
  /** Takes it off sale, or puts it back. A price that comes later does not put an archived product on sale. */
  setArchived(productId: string, archived: boolean, version: number): Promise<void>;
}

/**
 * A product that is known by its name or its archiving alone costs nothing in no currency until its price comes, and so
 * cannot be put in a cart. Versions are compared by the statement that writes: it waits for whoever writes the row at
 * the same moment, and sees what they wrote.
 */
export function createProductPriceRepository(db: Queryable): ProductPriceRepository {
  return {
    find: async (productId) => (await findAll(db, [productId]))[0] ?? null,
    findAll: (productIds) => findAll(db, productIds),
    setPrice: async (productId, { amountMinor, currency }, version) => {
      await db.execute(sql`
        insert into product_prices as held (product_id, amount_minor, currency, price_version)
        values (${productId}, ${amountMinor}, ${currency}, ${version})
        on conflict (product_id) do update
        set amount_minor = excluded.amount_minor, currency = excluded.currency, price_version = excluded.price_version
        where held.price_version <= excluded.price_version`);
    },
    setName: async (productId, name, version) => {
      await db.execute(sql`
        insert into product_prices as held (product_id, amount_minor, currency, name, name_version)
        values (${productId}, 0, 'XXX', ${name}, ${version})
        on conflict (product_id) do update set name = excluded.name, name_version = excluded.name_version
        where held.name_version <= excluded.name_version`);
    },
    setArchived: async (productId, archived, version) => {
      await db.execute(sql`
        insert into product_prices as held (product_id, amount_minor, currency, archived, archived_version)
        values (${productId}, 0, 'XXX', ${archived}, ${version})
        on conflict (product_id) do update
        set archived = excluded.archived, archived_version = excluded.archived_version
        where held.archived_version <= excluded.archived_version`);
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
