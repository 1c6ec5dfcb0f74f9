import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { products } from '../generated/tables.ts';
import type { PriceChange } from '../domain/price-change.ts';
import type { Product } from '../domain/product.ts';

export interface ProductRepository {
  /** Adds it, and its slug for good. False when another product has or had the slug. */
  insert(product: Product): Promise<boolean>;
  /** The product, locked until the transaction ends; null when there is none. */
  lock(id: string): Promise<Product | null>;
  /** Makes the slug the product's for good, if it is not already. False when it is another's. */
  claimSlug(id: string, slug: string): Promise<boolean>;
  /** Writes all of a locked product, so that no column is left out. */
  save(product: Product): Promise<void>;
  recordPrice(change: PriceChange): Promise<void>;
}

export function createProductRepository(db: Queryable): ProductRepository {
  return {
    insert: (product) => insert(db, product),
    lock: async (id) => {
      const [product] = await db.query(sql`
        select ${products.columns()} from products where id = ${id} for update`);
      return product ?? null;
    },
    claimSlug: async (id, slug) => {
      // The update changes nothing: it only makes a slug of the product's own count as claimed.
      const claimed = await db.query(sql`
        insert into product_slugs as held (slug, product_id) values (${slug}, ${id})
        on conflict (slug) do update set product_id = held.product_id where held.product_id = excluded.product_id
        returning slug`);
      return claimed.length > 0;
    },
    save: async (product) => {
      const { names, values } = products.row(product);
      await db.execute(sql`update products set (${names}) = row(${values}) where id = ${product.id}`);
    },
    recordPrice: async ({ productId, version, price, previousPrice, changedBy, changedAt }) => {
      await db.execute(sql`
        insert into price_changes
          (product_id, version, price_minor, previous_price_minor, currency, changed_by, changed_at)
        values (${productId}, ${version}, ${price.amountMinor}, ${previousPrice?.amountMinor ?? null},
                ${price.currency}, ${changedBy}, ${changedAt})`);
    },
  };
}

/** One statement: a product whose slug is taken must not stay behind, and the slug refers to the product. */
async function insert(db: Queryable, product: Product): Promise<boolean> {
  const { names, values } = products.row(product);
  const inserted = await db.query(sql`
    with claimed as (
      insert into product_slugs (slug, product_id) values (${product.slug}, ${product.id})
      on conflict (slug) do nothing returning slug
    )
    insert into products (${names}) select ${values} from claimed returning id`);
  return inserted.length > 0;
}
