import type { Caller } from '@galleria/kit/graphql/viewer';
import type { Changes } from '@galleria/kit/process/changes';
import type { ChangeCart } from '../service/change-cart.ts';
import type { ChangeStatus } from '../service/change-status.ts';
import type { createPlaceOrder } from '../service/place-order.ts';
import type { createReadCart } from '../service/read-cart.ts';
import type { ReadOrders } from '../service/read-orders.ts';
import type { SearchOrders } from '../service/search-orders.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the service layer offers to the graph. */
export interface Services {
  readonly changeCart: ChangeCart;
  readonly readCart: ReturnType<typeof createReadCart>;
  readonly placeOrder: ReturnType<typeof createPlaceOrder>;
  readonly changeStatus: ChangeStatus;
  readonly readOrders: ReadOrders;
  readonly searchOrders: SearchOrders;
  /** By the order's id. */
  readonly orderChanges: Pick<Changes, 'follow'>;
}

/** One request: who asks, the services, and loaders that live as long as the request. */
export interface GraphQLContext extends Services {
  readonly caller: Caller;
  readonly loaders: Loaders;
}

export function createContext(services: Services): (caller: Caller) => GraphQLContext {
  return (caller) => ({ ...services, caller, loaders: createLoaders(services.readOrders, caller.viewer) });
}
