import type { Queryable } from '@galleria/kit/database/database';
import type { Brand, Category } from '../domain/catalogue.ts';
import type { ProductFilter } from '../domain/product-list.ts';
import { conditionsOf, createStatement } from './product-conditions.ts';

/** How many products of a list there are of each kind, in one statement each. */
export interface ProductFacetReader {
  /** Categories that hold some, those inside them counted too, in the order of the tree. */
  categories(filter: ProductFilter): Promise<(Category & { readonly count: number })[]>;
  /** By name. */
  brands(filter: ProductFilter): Promise<(Brand & { readonly count: number })[]>;
  /** In minor units; null when there is no product. */
  priceRange(filter: ProductFilter): Promise<{ readonly min: number | null; readonly max: number | null }>;
}

export function createProductFacetReader(db: Queryable): ProductFacetReader {
  return {
    categories: (filter) => {
      const statement = createStatement();
      return db.query(
        statement.of(`
          with recursive counted as (
            select category_id as id, count(*)::int as count from products
            where ${conditionsOf(filter, statement.bind).join(' and ')} group by category_id
          ), upwards as (
            select id, count from counted
            union all
            select category.parent_id, upwards.count from upwards join categories category using (id)
            where category.parent_id is not null
          ), placed as (
            select id, array[position] as path from categories where parent_id is null
            union all
            select child.id, placed.path || child.position from placed join categories child on child.parent_id = placed.id
          )
          select category.id, category.slug, category.name, category.parent_id as "parentId", category.version, sum(upwards.count)::int as count
          from upwards join categories category using (id) join placed using (id)
          group by category.id, placed.path order by placed.path`),
      );
    },
    brands: (filter) => {
      const statement = createStatement();
      return db.query(
        statement.of(`
          select brand.id, brand.slug, brand.name, brand.version, counted.count
          from brands brand join (
            select brand_id, count(*)::int as count from products
            where ${conditionsOf(filter, statement.bind).join(' and ')} group by brand_id
          ) counted on counted.brand_id = brand.id
          order by brand.name, brand.id`),
      );
    },
    priceRange: async (filter) => {
      const statement = createStatement();
      const conditions = conditionsOf(filter, statement.bind).join(' and ');
      const [range] = await db.query<{ min: number | null; max: number | null }>(
        statement.of(`select min(price_minor), max(price_minor) from products where ${conditions}`),
      );
      return range ?? { min: null, max: null };
    },
  };
}
