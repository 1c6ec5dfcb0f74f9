import type { Queryable } from '@galleria/kit/database';
import { sql } from '@galleria/kit/sql';
import type { Brand, Category } from '../domain/catalogue.ts';

export interface CatalogueRepository {
  /** Adds it as the last of its siblings. False when the slug is taken. */
  insertCategory(category: Category): Promise<boolean>;
  /** False when the slug is taken. */
  insertBrand(brand: Brand): Promise<boolean>;
  hasCategory(id: string): Promise<boolean>;
  hasBrand(id: string): Promise<boolean>;
}

export function createCatalogueRepository(db: Queryable): CatalogueRepository {
  return {
    insertCategory: async ({ id, slug, name, parentId }) => {
      const inserted = await db.query(sql`
        insert into categories (id, slug, name, parent_id) values (${id}, ${slug}, ${name}, ${parentId})
        on conflict (slug) do nothing returning id`);
      return inserted.length > 0;
    },
    insertBrand: async ({ id, slug, name }) => {
      const inserted = await db.query(sql`
        insert into brands (id, slug, name) values (${id}, ${slug}, ${name})
        on conflict (slug) do nothing returning id`);
      return inserted.length > 0;
    },
    hasCategory: async (id) => (await db.query(sql`select 1 from categories where id = ${id}`)).length > 0,
    hasBrand: async (id) => (await db.query(sql`select 1 from brands where id = ${id}`)).length > 0,
  };
}
