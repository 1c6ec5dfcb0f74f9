import type { Queryable } from '@galleria/kit/database';
import { sql } from '@galleria/kit/sql';
import type { Product } from '../domain/product.ts';

export interface ProductRepository {
  /** False when the slug is taken. */
  insert(product: Product): Promise<boolean>;
  /** The product, locked until the transaction ends; null when there is none. */
  lock(id: string): Promise<Product | null>;
  setPrice(id: string, priceMinor: number): Promise<void>;
  archive(id: string, archivedAt: Date): Promise<void>;
}

export function createProductRepository(db: Queryable): ProductRepository {
  return {
    insert: async (product) => {
      const inserted = await db.query(sql`
        insert into products
          (id, slug, name, description, price_minor, currency, category_id, brand_id, created_at, archived_at)
        values (${product.id}, ${product.slug}, ${product.name}, ${product.description}, ${product.priceMinor},
                ${product.currency}, ${product.categoryId}, ${product.brandId}, ${product.createdAt}, ${product.archivedAt})
        on conflict (slug) do nothing returning id`);
      return inserted.length > 0;
    },
    lock: async (id) => {
      const [product] = await db.query<Product>(sql`
        select id, slug, name, description, price_minor as "priceMinor", currency, category_id as "categoryId",
               brand_id as "brandId", created_at as "createdAt", archived_at as "archivedAt"
        from products where id = ${id} for update`);
      return product ?? null;
    },
    setPrice: async (id, priceMinor) => {
      await db.execute(sql`update products set price_minor = ${priceMinor} where id = ${id}`);
    },
    archive: async (id, archivedAt) => {
      await db.execute(sql`update products set archived_at = ${archivedAt} where id = ${id}`);
    },
  };
}
