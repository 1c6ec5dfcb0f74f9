import type { ProductFilter, ProductSort } from '../graph/generated/schema-types.ts';

/**
 * What a list of products shows: all of it is in the address, so that Back, a reload and a shared link show the same.
 */
export interface CatalogQuery {
  /** Slug; undefined means the whole shop. */
  readonly category: string | undefined;
  readonly text: string;
  readonly brand: string | undefined;
  /** Whole units of the shop's currency. */
  readonly minPrice: number | undefined;
  readonly maxPrice: number | undefined;
  readonly sort: ProductSort;
  /** How many pages are on the screen, from 1. */
  readonly page: number;
}

export const PAGE_SIZE = 24;
/** The graph gives at most 100 at once; beyond this a reload starts with fewer and the visitor asks for more. */
const MOST_PAGES_AT_ONCE = 4;
const MINOR_UNITS = 100;
const SORTS = { new: 'NEWEST', name: 'NAME', cheap: 'PRICE_ASCENDING', dear: 'PRICE_DESCENDING' } as const;
const WHOLE_SHOP = 'all';

/** What is not understood is left out: an address that somebody typed shows a list, never an error. */
export function parseCatalogUrl(category: string | undefined, search: URLSearchParams): CatalogQuery {
  const sort = search.get('sort') ?? '';
  return {
    category: category === WHOLE_SHOP ? undefined : category,
    text: (search.get('q') ?? '').slice(0, 200),
    brand: search.get('brand') ?? undefined,
    minPrice: wholeNumber(search.get('min'), 0),
    maxPrice: wholeNumber(search.get('max'), 0),
    sort: isSort(sort) ? SORTS[sort] : 'NEWEST',
    page: Math.min(wholeNumber(search.get('page'), 1) ?? 1, MOST_PAGES_AT_ONCE),
  };
}

/** The shortest address: what is as usual is not in it. */
export function formatCatalogUrl(query: CatalogQuery): string {
  const search = new URLSearchParams();
  const put = (name: string, value: string | number | undefined, usual?: string | number) => {
    if (value !== undefined && value !== '' && value !== usual) search.set(name, String(value));
  };
  put('q', query.text);
  put('brand', query.brand);
  put('min', query.minPrice);
  put('max', query.maxPrice);
  put('sort', Object.entries(SORTS).find(([, sort]) => sort === query.sort)?.[0], 'new');
  put('page', query.page, 1);
  const path = isSearch(query) ? '/search' : `/c/${encodeURIComponent(query.category ?? WHOLE_SHOP)}`;
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

/** Another question begins with its first page. */
export function changeCatalogUrl(query: CatalogQuery, change: Partial<CatalogQuery>): string {
  return formatCatalogUrl({ ...query, page: 1, ...change });
}

export function catalogVariables(query: CatalogQuery) {
  const { category = '', sort, page } = query;
  return { category, inCategory: category !== '', filter: filterOf(query), sort, first: PAGE_SIZE * page };
}

function filterOf({ category, text, brand, minPrice, maxPrice }: CatalogQuery): ProductFilter {
  return {
    ...(category === undefined ? {} : { category }),
    ...(text === '' ? {} : { text }),
    ...(brand === undefined ? {} : { brand }),
    ...(minPrice === undefined ? {} : { minPriceMinor: minPrice * MINOR_UNITS }),
    ...(maxPrice === undefined ? {} : { maxPriceMinor: maxPrice * MINOR_UNITS }),
  };
}

function isSearch({ text, category }: CatalogQuery): boolean {
  return text !== '' && category === undefined;
}

function isSort(text: string): text is keyof typeof SORTS {
  return Object.hasOwn(SORTS, text);
}

function wholeNumber(text: string | null, least: number): number | undefined {
  if (text === null || !/^\d{1,7}$/.test(text)) return undefined;
  const number = Number(text);
  return number < least ? undefined : number;
}
