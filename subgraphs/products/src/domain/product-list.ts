import type { Product } from './product.ts';

/** Which products a list holds: those that meet every condition that is not null. */
export interface ProductFilter {
  /** Slug of a category; products of the categories inside it count too. */
  readonly category: string | null;
  /** Slug of a brand. */
  readonly brand: string | null;
  readonly minPriceMinor: number | null;
  readonly maxPriceMinor: number | null;
  /** Name or description holds each of these, regardless of case. */
  readonly words: readonly string[];
}

export type ProductSort = 'NEWEST' | 'NAME' | 'PRICE_ASCENDING' | 'PRICE_DESCENDING';

/** Where a product stands in a list: what the list is sorted by, and the id, which decides between equals. */
export interface ProductPosition {
  readonly value: string | number;
  readonly id: string;
}

/** How long a search text may be. */
export const MAX_TEXT_LENGTH = 200;

/** How many products can be asked for by their ids at once. */
export const MAX_PRODUCTS_BY_ID = 100;

/** The different words of a search text, in lower case. */
export function searchWords(text: string): string[] {
  const words = text.replaceAll('\0', ' ').toLowerCase().split(/\s+/u);
  return [...new Set(words)].filter((word) => word !== '');
}

/** The sort key of a product, as its cursor holds it. */
export function sortKey(sort: ProductSort, product: Product): string | number {
  switch (sort) {
    case 'NEWEST':
      return product.createdAt.toISOString();
    case 'NAME':
      return product.name;
    case 'PRICE_ASCENDING':
    case 'PRICE_DESCENDING':
      return product.priceMinor;
  }
}

/** Whether the value can have come from `sortKey`: a cursor passes through the hands of clients. */
export function isSortKey(sort: ProductSort, value: string | number | undefined): value is string | number {
  switch (sort) {
    case 'NEWEST':
      return typeof value === 'string' && isMoment(value);
    case 'NAME':
      return typeof value === 'string' && !value.includes('\0');
    case 'PRICE_ASCENDING':
    case 'PRICE_DESCENDING':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31;
  }
}

function isMoment(value: string): boolean {
  const moment = new Date(value);
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === value;
}
