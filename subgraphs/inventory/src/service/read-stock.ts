import { isId } from '@galleria/kit/identifiers';
import type { StockLevel } from '../domain/stock.ts';
import type { StockReader } from '../repository/stock-reader.ts';

/** The levels of many products at once, in the order asked; null where there is none. */
export function createReadStock(dependencies: { readonly reader: StockReader }) {
  return async (productIds: readonly string[]): Promise<(StockLevel | null)[]> => {
    const levels = await dependencies.reader.levelsByProductIds(productIds.filter(isId));
    const byId = new Map(levels.map((level) => [level.productId, level]));
    return productIds.map((productId) => byId.get(productId) ?? null);
  };
}
