import { isId } from '@galleria/kit/identifiers';
import { connection, pageRequest, paginationErrors, type Connection } from '@galleria/kit/graphql/pagination';
import { isLow, type StockMark } from '../domain/stock-alert.ts';
import type { StockLevel } from '../domain/stock.ts';
import type { LowStockPosition, StockReader } from '../repository/stock-reader.ts';
import type { StockSums } from '../repository/stock-sums-reader.ts';

export interface PageArguments {
  readonly first: number;
  readonly after?: string | null | undefined;
}

export interface ReadStock {
  /** The levels of many products at once, in the order asked; null where there is none. */
  byProductIds(productIds: readonly string[]): Promise<(StockLevel | null)[]>;
  /** Fewest available first. Throws PAGE_SIZE_INVALID or CURSOR_INVALID. */
  low(page: PageArguments): Promise<Connection<StockLevel>>;
  /** Where the pieces of all products are. */
  sums(): Promise<StockSums>;
  /** The threshold that holds for a level, and whether it is low by it. */
  markOf(level: StockLevel): StockMark & { readonly isLow: boolean };
}

export function createReadStock(dependencies: {
  readonly reader: StockReader;
  readonly readSums: () => Promise<StockSums>;
  readonly defaultThreshold: number;
}): ReadStock {
  const { reader, readSums, defaultThreshold } = dependencies;
  return {
    byProductIds: async (productIds) => {
      const levels = await reader.levelsByProductIds(productIds.filter(isId));
      const byId = new Map(levels.map((level) => [level.productId, level]));
      return productIds.map((productId) => byId.get(productId) ?? null);
    },
    low: async (page) => {
      const request = pageRequest(page, 2);
      const after = request.after === null ? null : positionOf(request.after);
      const [rows, totalCount] = await Promise.all([
        reader.low(defaultThreshold, after, request.limit),
        reader.lowCount(defaultThreshold),
      ]);
      return connection(rows, request, totalCount, ({ available, productId }) => [available, productId]);
    },
    sums: readSums,
    markOf: ({ available, threshold }) => {
      const mark = { available, threshold: threshold ?? defaultThreshold };
      return { ...mark, isLow: isLow(mark) };
    },
  };
}

const MAX_INTEGER = 2_147_483_647;

/** A cursor comes from outside: what is no position of this list must not reach the database. */
function positionOf([available, productId]: readonly (string | number)[]): LowStockPosition {
  const isPosition =
    typeof available === 'number' &&
    Number.isInteger(available) &&
    Math.abs(available) <= MAX_INTEGER &&
    typeof productId === 'string' &&
    isId(productId);
  if (!isPosition) throw paginationErrors.CURSOR_INVALID();
  return { available, productId };
}
