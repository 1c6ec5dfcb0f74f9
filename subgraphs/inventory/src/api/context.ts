import type { Caller } from '@galleria/kit/graphql/viewer';
import type { Changes } from '@galleria/kit/process/changes';
import type { createAdjustStock } from '../service/adjust-stock.ts';
import type { ReadMovements } from '../service/read-movements.ts';
import type { ReadStock } from '../service/read-stock.ts';
import type { createSetStockThreshold } from '../service/set-stock-threshold.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the service layer offers to the graph. */
export interface Services {
  readonly adjustStock: ReturnType<typeof createAdjustStock>;
  readonly setStockThreshold: ReturnType<typeof createSetStockThreshold>;
  readonly readStock: ReadStock;
  readonly readMovements: ReadMovements;
  /** By the product's id. */
  readonly stockChanges: Pick<Changes, 'follow'>;
}

/** One request: who asks, the services, and loaders that live as long as the request. */
export interface GraphQLContext extends Services {
  readonly caller: Caller;
  readonly loaders: Loaders;
}

export function createContext(services: Services): (caller: Caller) => GraphQLContext {
  return (caller) => ({ ...services, caller, loaders: createLoaders(services) });
}
