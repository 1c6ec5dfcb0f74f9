import { integer, optional } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';
import type { Brand, Category } from '../domain/catalogue.ts';
import type { ProductFilter } from '../domain/product-list.ts';
import { brands, categories } from '../generated/tables.ts';
import { CATEGORY } from './category-repository.ts';
import { conditionsOf } from './product-conditions.ts';

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
    categories: (filter) =>
      db.query(sql`
        with recursive counted as (
          select category_id as id, count(*)::int as count from products where ${conditionsOf(filter)}
            group by category_id
        ), upwards as (
          select id, count from counted
          union all
          select category.parent_id, upwards.count from upwards join categories category using (id)
          where category.parent_id is not null
        ), placed as (
          select id, array[position] as path from categories where parent_id is null
          union all
          select child.id, placed.path || child.position from placed
            join categories child on child.parent_id = placed.id
        )
        select ${categories.as('category').columns(...CATEGORY)}, sum(upwards.count)::int as ${alias('count', integer)}
        from upwards join categories category using (id) join placed using (id)
        group by category.id, placed.path order by placed.path`),
    brands: (filter) =>
      db.query(sql`
        select ${brands.as('brand').columns()}, counted.count as ${alias('count', integer)}
        from brands brand join (
          select brand_id, count(*)::int as count from products where ${conditionsOf(filter)} group by brand_id
        ) counted on counted.brand_id = brand.id
        order by brand.name, brand.id`),
    priceRange: async (filter) => {
      const [range] = await db.query(sql`
        select min(price_minor) as ${alias('min', optional(integer))},
          max(price_minor) as ${alias('max', optional(integer))}
        from products where ${conditionsOf(filter)}`);
      return range ?? { min: null, max: null };
    },
  };
}
