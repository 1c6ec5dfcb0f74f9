import type { Queryable } from '@galleria/kit/database/database';
import type { Category } from '../domain/catalogue.ts';
import type { Product } from '../domain/product.ts';
import { createStatement, literally, PRODUCT_COLUMNS, type Bind } from './product-conditions.ts';

/** Finds what is on sale for somebody who has not named it. */
export interface DiscoveryReader {
  /**
   * For each of the products, at most `limit` others: those of its category first, its brand's before others, and newest first. One
   * statement for any number of products.
   */
  relatedTo(products: readonly Product[], limit: number): Promise<RelatedProduct[]>;
  /** Products in whose name every word begins a word, those that begin with the text first; then those that are spelt much like it. */
  productsLike(text: string, words: readonly string[], limit: number): Promise<Product[]>;
  /** Categories in whose name every word begins a word. */
  categoriesLike(text: string, words: readonly string[], limit: number): Promise<Category[]>;
}

export type RelatedProduct = Product & { readonly relatedToId: string };

export function createDiscoveryReader(db: Queryable): DiscoveryReader {
  return {
    relatedTo: (products, limit) => {
      const { bind, of } = createStatement();
      const column = (key: 'id' | 'categoryId' | 'brandId') =>
        `${bind(products.map((product) => product[key]))}::uuid[]`;
      return db.query<RelatedProduct>(
        of(`
          select subject.id as "relatedToId", related.*
          from unnest(${column('id')}, ${column('categoryId')}, ${column('brandId')}) as subject (id, category, brand)
          cross join lateral (
            select ${PRODUCT_COLUMNS} from products
            where archived_at is null and id <> subject.id and (category_id = subject.category or brand_id = subject.brand)
            order by category_id = subject.category desc, brand_id = subject.brand desc, created_at desc, id desc
            limit ${bind(limit)}
          ) related`),
      );
    },
    productsLike: (text, words, limit) => {
      const { bind, of } = createStatement();
      const whole = bind(text);
      const fits = wordsBegin(words, bind);
      return db.query<Product>(
        of(`
          select ${PRODUCT_COLUMNS} from products
          where archived_at is null and (${fits} or ${whole} <% name)
          order by ${fits} desc, name ilike ${bind(`${literally(text)}%`)} desc, word_similarity(${whole}, name) desc, name, id
          limit ${bind(limit)}`),
      );
    },
    categoriesLike: (text, words, limit) => {
      const { bind, of } = createStatement();
      return db.query<Category>(
        of(`
          select id, slug, name, parent_id as "parentId", version from categories
          where ${wordsBegin(words, bind)}
          order by name ilike ${bind(`${literally(text)}%`)} desc, position limit ${bind(limit)}`),
      );
    },
  };
}

/** In a form that a trigram index serves from the first letter on: it knows where words begin. */
function wordsBegin(words: readonly string[], bind: Bind): string {
  const conditions = words.map((word) => {
    const prefix = `${literally(word)}%`;
    return `(name ilike ${bind(prefix)} or name ilike ${bind(`% ${prefix}`)})`;
  });
  return `(${conditions.join(' and ')})`;
}
