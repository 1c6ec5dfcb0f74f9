import type { Viewer } from '@galleria/kit/graphql/viewer';
import DataLoader from 'dataloader';
import type { Order, OrderLine, TimelineEntry } from '../domain/order.ts';
import type { ReadOrders } from '../service/read-orders.ts';

/** Each gathers what one request asks for into one query. */
export interface Loaders {
  /** Null for an order that the viewer may not see. */
  readonly orderById: DataLoader<string, Order | null>;
  readonly linesByOrder: DataLoader<Order, readonly OrderLine[], string>;
  readonly timelineByOrderId: DataLoader<string, readonly TimelineEntry[]>;
}

export function createLoaders(readOrders: ReadOrders, viewer: Viewer | null): Loaders {
  return {
    orderById: new DataLoader((ids) => readOrders.byIds(viewer, ids)),
    linesByOrder: new DataLoader((orders) => readOrders.lines(orders), { cacheKeyFn: ({ id }) => id }),
    timelineByOrderId: new DataLoader((orderIds) => readOrders.timelines(orderIds)),
  };
}
