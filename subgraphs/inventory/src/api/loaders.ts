import DataLoader from 'dataloader';
import type { StockLevel } from '../domain/stock.ts';
import type { createReadStock } from '../service/read-stock.ts';

export interface Loaders {
  /** Gathers the products of one request into one query. */
  readonly stockByProductId: DataLoader<string, StockLevel | null>;
}

export function createLoaders(services: { readonly readStock: ReturnType<typeof createReadStock> }): Loaders {
  return { stockByProductId: new DataLoader((productIds) => services.readStock(productIds)) };
}
