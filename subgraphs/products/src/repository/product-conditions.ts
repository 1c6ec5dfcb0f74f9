import { sql, type SqlStatement } from '@galleria/kit/database/sql';
import type { ProductFilter } from '../domain/product-list.ts';

/** As in the trigram index that the first migration makes over it. */
const SEARCHED_TEXT = sql`(name || ' ' || description)`;

/**
 * What holds for the products of a list: archived ones are in none. Only the conditions that are asked for, so that
 * each list gets a plan of its own: `$1 is null or …` would hide the indexes.
 */
export function conditionsOf(filter: ProductFilter): SqlStatement {
  const conditions: SqlStatement[] = [sql`archived_at is null`];
  if (filter.category !== null) {
    conditions.push(sql`category_id in (
      with recursive inside as (
        select category_id as id from category_slugs where slug = ${filter.category}
        union
        select child.id from categories as child join inside on child.parent_id = inside.id
      )
      select id from inside)`);
  }
  if (filter.brand !== null)
    conditions.push(sql`brand_id = (select brand_id from brand_slugs where slug = ${filter.brand})`);
  if (filter.minPriceMinor !== null) conditions.push(sql`price_minor >= ${filter.minPriceMinor}`);
  if (filter.maxPriceMinor !== null) conditions.push(sql`price_minor <= ${filter.maxPriceMinor}`);
  const [longest, ...others] = filter.words.toSorted((a, b) => b.length - a.length);
  if (longest !== undefined) {
    // An index serves `ilike`, but not `ilike all`: the longest word finds the few rows that are then asked for the
    // others.
    conditions.push(sql`${SEARCHED_TEXT} ilike ${containing(longest)}`);
    if (others.length > 0) conditions.push(sql`${SEARCHED_TEXT} ilike all (${others.map(containing)}::text[])`);
  }
  return allOf(conditions);
}

export function allOf(conditions: readonly SqlStatement[]): SqlStatement {
  return conditions.reduce((before, condition) => sql`${before} and ${condition}`);
}

/** `%` and `_` in a word are themselves, not wildcards. */
export function literally(word: string): string {
  return word.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

function containing(word: string): string {
  return `%${literally(word)}%`;
}
