import { statementName, type SqlStatement } from '@galleria/kit/database/sql';
import type { ProductFilter } from '../domain/product-list.ts';

/** Under the names of the domain. */
export const PRODUCT_COLUMNS = `id, slug, name, description, price_minor as "priceMinor", currency, category_id as "categoryId",
  brand_id as "brandId", created_at as "createdAt", archived_at as "archivedAt", version, picture_folder as "pictureFolder"`;

/** As in the trigram index that the first migration makes over it. */
const SEARCHED_TEXT = `(name || ' ' || description)`;

export type Bind = (value: unknown) => string;

/** A statement whose text depends on what is asked: put together from constants, while what a client sent is bound. */
export function createStatement(): { readonly bind: Bind; readonly of: (text: string) => SqlStatement } {
  const values: unknown[] = [];
  return {
    bind: (value) => `$${values.push(value)}`,
    of: (text) => ({ name: statementName(text), text, values }),
  };
}

/**
 * What holds for the products of a list: archived ones are in none. Only the conditions that are asked for, so that each list gets a
 * plan of its own: `$1 is null or …` would hide the indexes.
 */
export function conditionsOf(filter: ProductFilter, bind: Bind): string[] {
  const conditions = ['archived_at is null'];
  if (filter.category !== null) {
    conditions.push(`category_id in (
      with recursive inside as (
        select category_id as id from category_slugs where slug = ${bind(filter.category)}
        union
        select child.id from categories as child join inside on child.parent_id = inside.id
      )
      select id from inside)`);
  }
  if (filter.brand !== null)
    conditions.push(`brand_id = (select brand_id from brand_slugs where slug = ${bind(filter.brand)})`);
  if (filter.minPriceMinor !== null) conditions.push(`price_minor >= ${bind(filter.minPriceMinor)}`);
  if (filter.maxPriceMinor !== null) conditions.push(`price_minor <= ${bind(filter.maxPriceMinor)}`);
  const [longest, ...others] = filter.words.toSorted((a, b) => b.length - a.length);
  if (longest !== undefined) {
    // An index serves `ilike`, but not `ilike all`: the longest word finds the few rows that are then asked for the others.
    conditions.push(`${SEARCHED_TEXT} ilike ${bind(containing(longest))}`);
    if (others.length > 0) conditions.push(`${SEARCHED_TEXT} ilike all (${bind(others.map(containing))}::text[])`);
  }
  return conditions;
}

/** `%` and `_` in a word are themselves, not wildcards. */
export function literally(word: string): string {
  return word.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

function containing(word: string): string {
  return `%${literally(word)}%`;
}
