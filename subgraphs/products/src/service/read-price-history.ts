import {
  connection,
  pageRequest,
  paginationErrors,
  type Connection,
  type PageRequest,
} from '@galleria/kit/graphql/pagination';
import type { PriceChange } from '../domain/price-change.ts';
import type { PriceHistoryReader } from '../repository/price-history-reader.ts';

/** A part of a product's price history, after the change of this version. */
export interface PriceHistoryRequest {
  readonly productId: string;
  readonly range: PageRequest;
}

/** A page of it; how many changes there are in all is counted only when somebody asks. */
export interface PriceHistoryPage extends Omit<Connection<PriceChange>, 'totalCount'> {
  readonly productId: string;
}

export interface ReadPriceHistory {
  /**
   * A page's range. Throws PAGE_SIZE_INVALID and CURSOR_INVALID: by itself, before it is gathered with others in one
   * query.
   */
  range(args: { readonly first: number; readonly after?: string | null | undefined }): PageRequest;
  /** The last change first, for each request in the order asked, in one query. */
  pages(requests: readonly PriceHistoryRequest[]): Promise<PriceHistoryPage[]>;
  /** In the order asked, in one query. */
  counts(productIds: readonly string[]): Promise<number[]>;
}

const CURSOR_PARTS = 1;
const MAX_VERSION = 2 ** 31 - 1;

/** What products cost, and did before. */
export function createReadPriceHistory({ reader }: { readonly reader: PriceHistoryReader }): ReadPriceHistory {
  return {
    range: (args) => {
      const range = pageRequest(args, CURSOR_PARTS);
      if (range.after !== null && !isVersion(range.after[0])) throw paginationErrors.CURSOR_INVALID();
      return range;
    },
    pages: async (requests) => {
      const ranges = requests.map(({ productId, range }) => {
        const version = range.after?.[0];
        return { productId, before: isVersion(version) ? version : null, limit: range.limit + 1 };
      });
      const changes = await reader.changes(ranges);
      return requests.map((request, index) => pageOf(request, changes[index] ?? []));
    },
    counts: async (productIds) => {
      const counts = new Map((await reader.counts(productIds)).map(({ productId, count }) => [productId, count]));
      return productIds.map((productId) => counts.get(productId) ?? 0);
    },
  };
}

function pageOf({ productId, range }: PriceHistoryRequest, changes: readonly PriceChange[]): PriceHistoryPage {
  const { edges, nodes, pageInfo } = connection(changes, range, changes.length, ({ version }) => [version]);
  return { productId, edges, nodes, pageInfo };
}

function isVersion(value: string | number | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_VERSION;
}
