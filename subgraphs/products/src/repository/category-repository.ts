import { integer } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { categories } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { Category } from '../domain/catalogue.ts';

/** What keeps a category from being removed. */
export interface CategoryContents {
  /** Archived ones included. */
  readonly products: number;
  readonly categories: number;
}

export interface CategoryRepository {
  /** Adds it as the last of its siblings. False when another category has or had the slug. */
  insert(category: Category): Promise<boolean>;
  /** Whether there is one; if so, it cannot be removed before the transaction ends. */
  has(id: string): Promise<boolean>;
  /** The category, locked against other changes; null when there is none. Products can still be put into it. */
  lock(id: string): Promise<Category | null>;
  /** As `lock`, and nothing can be put into it either. */
  lockForRemoval(id: string): Promise<Category | null>;
  /** Lets no other category move until the transaction ends. Take it before what is read to decide about a move. */
  lockTree(): Promise<void>;
  /** Whether a category is the other one, or somewhere inside it. */
  isInside(id: string, otherId: string): Promise<boolean>;
  /** Makes the slug the category's, if it is not already. False when it is another's. */
  claimSlug(id: string, slug: string): Promise<boolean>;
  saveNaming(category: Category): Promise<void>;
  /** Makes it the last inside its parent. */
  saveParent(category: Category): Promise<void>;
  contents(id: string): Promise<CategoryContents>;
  remove(id: string): Promise<void>;
}

/** What the domain knows of a category: where it stands among its siblings is the table's affair. */
export const CATEGORY = ['id', 'slug', 'name', 'parentId', 'version'] as const;

export function createCategoryRepository(db: Queryable): CategoryRepository {
  return {
    ...createCategoryLocks(db),
    insert: async ({ id, slug, name, parentId, version }) => {
      const inserted = await db.query(sql`
        with claimed as (
          insert into category_slugs (slug, category_id) values (${slug}, ${id})
          on conflict (slug) do nothing returning slug, category_id
        )
        insert into categories (id, slug, name, parent_id, version)
        select category_id, slug, ${name}, ${parentId}, ${version} from claimed returning id`);
      return inserted.length > 0;
    },
    isInside: async (id, otherId) => {
      const found = await db.query(sql`
        with recursive upwards as (
          select id, parent_id from categories where id = ${id}
          union
          select above.id, above.parent_id from categories as above join upwards on above.id = upwards.parent_id
        )
        select 1 from upwards where id = ${otherId}`);
      return found.length > 0;
    },
    claimSlug: async (id, slug) => {
      const claimed = await db.query(sql`
        insert into category_slugs as held (slug, category_id) values (${slug}, ${id})
        on conflict (slug) do update set category_id = held.category_id where held.category_id = excluded.category_id
        returning slug`);
      return claimed.length > 0;
    },
    saveNaming: async ({ id, slug, name, version }) => {
      await db.execute(sql`
        update categories set slug = ${slug}, name = ${name}, version = ${version} where id = ${id}`);
    },
    saveParent: async ({ id, parentId, version }) => {
      // The default is the next number of the sequence, and so the last place anywhere.
      await db.execute(sql`
        update categories set parent_id = ${parentId}, position = default, version = ${version} where id = ${id}`);
    },
    contents: async (id) => {
      const [row] = await db.query(sql`
        select (select count(*)::int from products where category_id = ${id}) as ${alias('products', integer)},
               (select count(*)::int from categories where parent_id = ${id}) as ${alias('categories', integer)}`);
      return row ?? { products: 0, categories: 0 };
    },
    remove: async (id) => {
      await db.execute(sql`delete from categories where id = ${id}`);
    },
  };
}

function createCategoryLocks(db: Queryable): Pick<CategoryRepository, 'has' | 'lock' | 'lockForRemoval' | 'lockTree'> {
  return {
    has: async (id) => (await db.query(sql`select 1 from categories where id = ${id} for key share`)).length > 0,
    lock: async (id) => {
      const [category] = await db.query(sql`
        select ${categories.columns(...CATEGORY)} from categories where id = ${id} for no key update`);
      return category ?? null;
    },
    lockForRemoval: async (id) => {
      const [category] = await db.query(sql`
        select ${categories.columns(...CATEGORY)} from categories where id = ${id} for update`);
      return category ?? null;
    },
    lockTree: async () => {
      // The one mode that excludes itself but neither reads nor writes: only moves take it.
      await db.execute(sql`lock table categories in share update exclusive mode`);
    },
  };
}
