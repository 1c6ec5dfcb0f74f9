import { isId } from '@galleria/kit/identifiers';
import {
  connection,
  pageRequest,
  paginationErrors,
  type Connection,
  type PageRequest,
} from '@galleria/kit/graphql/pagination';
import { productErrors } from '../domain/errors.ts';
import { isSlug } from '../domain/naming.ts';
import type { Product } from '../domain/product.ts';
import {
  isSortKey,
  MAX_TEXT_LENGTH,
  searchWords,
  sortKey,
  type ProductFilter,
  type ProductPosition,
  type ProductSort,
} from '../domain/product-list.ts';
import type { ProductListReader } from '../repository/product-list-reader.ts';

export interface ProductListRequest {
  readonly first: number;
  readonly after?: string | null | undefined;
  readonly sort: ProductSort;
  readonly category?: string | null | undefined;
  readonly brand?: string | null | undefined;
  readonly minPriceMinor?: number | null | undefined;
  readonly maxPriceMinor?: number | null | undefined;
  readonly text?: string | null | undefined;
}

/** A page, and what it takes to count the whole list: that is done only when somebody asks. */
export interface ProductPage extends Omit<Connection<Product>, 'totalCount'> {
  readonly filter: ProductFilter;
}

export interface ListProducts {
  /** Throws PAGE_SIZE_INVALID, SEARCH_TEXT_TOO_LONG, and CURSOR_INVALID, also for the cursor of another sort. */
  page(request: ProductListRequest): Promise<ProductPage>;
  count(filter: ProductFilter): Promise<number>;
}

const CURSOR_PARTS = 3;

/** What is on sale, a page at a time. */
export function createListProducts({ reader }: { readonly reader: ProductListReader }): ListProducts {
  return {
    page: async (request) => {
      const { sort } = request;
      const filter = filterOf(request);
      const range = pageRequest(request, CURSOR_PARTS);
      const rows = await reader.page(filter, sort, { after: positionOf(sort, range), limit: range.limit + 1 });
      const keyOf = (product: Product) => [sort, sortKey(sort, product), product.id];
      const { edges, nodes, pageInfo } = connection(rows, range, rows.length, keyOf);
      return { edges, nodes, pageInfo, filter };
    },
    count: (filter) => reader.count(filter),
  };
}

function filterOf(request: ProductListRequest): ProductFilter {
  const text = request.text ?? '';
  if (text.length > MAX_TEXT_LENGTH) throw productErrors.SEARCH_TEXT_TOO_LONG();
  return {
    category: slugOf(request.category),
    brand: slugOf(request.brand),
    minPriceMinor: request.minPriceMinor ?? null,
    maxPriceMinor: request.maxPriceMinor ?? null,
    words: searchWords(text),
  };
}

/** What can be nobody's slug becomes the empty one, which nobody has either. */
function slugOf(slug: string | null | undefined): string | null {
  if (slug == null) return null;
  return isSlug(slug) ? slug : '';
}

function positionOf(sort: ProductSort, { after }: PageRequest): ProductPosition | null {
  if (after === null) return null;
  const [cursorSort, value, id] = after;
  if (cursorSort !== sort || !isSortKey(sort, value) || typeof id !== 'string' || !isId(id)) {
    throw paginationErrors.CURSOR_INVALID();
  }
  return { value, id };
}
