import type { Connection } from '@galleria/kit/graphql/pagination';
import DataLoader from 'dataloader';
import type { StockLevel } from '../domain/stock.ts';
import type { StockMovement } from '../domain/stock-movement.ts';
import type { ReadMovements } from '../service/read-movements.ts';
import type { PageArguments, ReadStock } from '../service/read-stock.ts';

export interface Loaders {
  /** Gathers the products of one request into one query. */
  readonly stockByProductId: DataLoader<string, StockLevel | null>;
  /** Gathers those products of one request that are asked for the same page of their movements. */
  movementsByProductId(page: PageArguments): DataLoader<string, Connection<StockMovement>>;
}

export function createLoaders(services: {
  readonly readStock: ReadStock;
  readonly readMovements: ReadMovements;
}): Loaders {
  const movementLoaders = new Map<string, DataLoader<string, Connection<StockMovement>>>();
  return {
    stockByProductId: new DataLoader((productIds) => services.readStock.byProductIds(productIds)),
    movementsByProductId: (page) => {
      const key = JSON.stringify([page.first, page.after ?? null]);
      const loader =
        movementLoaders.get(key) ??
        new DataLoader<string, Connection<StockMovement>>((productIds) => services.readMovements(productIds, page));
      movementLoaders.set(key, loader);
      return loader;
    },
  };
}
