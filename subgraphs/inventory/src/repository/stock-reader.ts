import type { PrismaClient } from '../generated/prisma/client.ts';
import type { StockLevel } from '../domain/stock.ts';

/** Reads for the graph, outside of any transaction. */
export interface StockReader {
  /** The levels of the products that have one, in no order. One query for any number of products. */
  levelsByProductIds(productIds: readonly string[]): Promise<StockLevel[]>;
}

export function createStockReader(prisma: PrismaClient): StockReader {
  return {
    levelsByProductIds: (productIds) => prisma.stockLevel.findMany({ where: { productId: { in: [...productIds] } } }),
  };
}
