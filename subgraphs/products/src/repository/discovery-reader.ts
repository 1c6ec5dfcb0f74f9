import { uuid } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql, type SqlStatement } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';
import type { Category } from '../domain/catalogue.ts';
import type { Product } from '../domain/product.ts';
import { categories, products as table } from '../generated/tables.ts';
import { CATEGORY } from './category-repository.ts';
import { allOf, literally } from './product-conditions.ts';

/** Finds what is on sale for somebody who has not named it. */
export interface DiscoveryReader {
  /**
   * For each of the products, at most `limit` others: those of its category first, its brand's before others, and
   * newest first. One statement for any number of products.
   */
  relatedTo(products: readonly Product[], limit: number): Promise<RelatedProduct[]>;
  /**
   * Products in whose name every word begins a word, those that begin with the text first; then those that are spelt
   * much like it.
   */
  productsLike(text: string, words: readonly string[], limit: number): Promise<Product[]>;
  /** Categories in whose name every word begins a word. */
  categoriesLike(text: string, words: readonly string[], limit: number): Promise<Category[]>;
}

export type RelatedProduct = Product & { readonly relatedToId: string };

export function createDiscoveryReader(db: Queryable): DiscoveryReader {
  return {
    relatedTo: (products, limit) => {
      const column = (key: 'id' | 'categoryId' | 'brandId') => products.map((product) => product[key]);
      return db.query(sql`
        select subject.id as ${alias('relatedToId', uuid)}, ${table.as('related').columns()}
        from unnest(${column('id')}::uuid[], ${column('categoryId')}::uuid[], ${column('brandId')}::uuid[])
          as subject (id, category, brand)
        cross join lateral (
          select ${table.names()} from products
          where archived_at is null and id <> subject.id and (category_id = subject.category
            or brand_id = subject.brand)
          order by category_id = subject.category desc, brand_id = subject.brand desc, created_at desc, id desc
          limit ${limit}
        ) related`);
    },
    productsLike: (text, words, limit) => {
      const fits = wordsBegin(words);
      return db.query(sql`
        select ${table.columns()} from products
        where archived_at is null and (${fits} or ${text} <% name)
        order by ${fits} desc, name ilike ${`${literally(text)}%`} desc, word_similarity(${text}, name) desc, name, id
        limit ${limit}`);
    },
    categoriesLike: (text, words, limit) =>
      db.query(sql`
        select ${categories.columns(...CATEGORY)} from categories
        where ${wordsBegin(words)}
        order by name ilike ${`${literally(text)}%`} desc, position limit ${limit}`),
  };
}

/** In a form that a trigram index serves from the first letter on: it knows where words begin. */
function wordsBegin(words: readonly string[]): SqlStatement {
  const conditions = words.map((word) => {
    const prefix = `${literally(word)}%`;
    return sql`(name ilike ${prefix} or name ilike ${`% ${prefix}`})`;
  });
  return sql`(${allOf(conditions)})`;
}
