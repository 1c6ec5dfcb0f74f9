import { integer } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { brands } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { Brand } from '../domain/catalogue.ts';

export interface BrandRepository {
  /** False when another brand has or had the slug. */
  insert(brand: Brand): Promise<boolean>;
  /** Whether there is one; if so, it cannot be removed before the transaction ends. */
  has(id: string): Promise<boolean>;
  /**
   * The brand, locked until the transaction ends, also against products that would be of it; null when there is none.
   */
  lock(id: string): Promise<Brand | null>;
  /** Makes the slug the brand's, if it is not already. False when it is another's. */
  claimSlug(id: string, slug: string): Promise<boolean>;
  save(brand: Brand): Promise<void>;
  /** How many products are of it, archived ones included. */
  products(id: string): Promise<number>;
  remove(id: string): Promise<void>;
}

export function createBrandRepository(db: Queryable): BrandRepository {
  return {
    insert: async ({ id, slug, name, version }) => {
      const inserted = await db.query(sql`
        with claimed as (
          insert into brand_slugs (slug, brand_id) values (${slug}, ${id})
          on conflict (slug) do nothing returning slug, brand_id
        )
        insert into brands (id, slug, name, version)
        select brand_id, slug, ${name}, ${version} from claimed returning id`);
      return inserted.length > 0;
    },
    has: async (id) => (await db.query(sql`select 1 from brands where id = ${id} for key share`)).length > 0,
    lock: async (id) => {
      const [brand] = await db.query(sql`
        select ${brands.columns()} from brands where id = ${id} for update`);
      return brand ?? null;
    },
    claimSlug: async (id, slug) => {
      const claimed = await db.query(sql`
        insert into brand_slugs as held (slug, brand_id) values (${slug}, ${id})
        on conflict (slug) do update set brand_id = held.brand_id where held.brand_id = excluded.brand_id
        returning slug`);
      return claimed.length > 0;
    },
    save: async ({ id, slug, name, version }) => {
      await db.execute(sql`update brands set slug = ${slug}, name = ${name}, version = ${version} where id = ${id}`);
    },
    products: async (id) => {
      const [row] = await db.query(sql`
        select count(*)::int as ${alias('count', integer)} from products where brand_id = ${id}`);
      return row?.count ?? 0;
    },
    remove: async (id) => {
      await db.execute(sql`delete from brands where id = ${id}`);
    },
  };
}
