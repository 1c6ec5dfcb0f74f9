import { isId } from '@galleria/kit/identifiers';
import { connection, pageRequest, type Connection } from '@galleria/kit/graphql/pagination';
import { hasRole, type Viewer } from '@galleria/kit/graphql/viewer';
import type { Order, OrderLine, TimelineEntry } from '../domain/order.ts';
import type { OrderReader } from '../repository/order-reader.ts';
import { orderPosition } from './order-position.ts';

export interface ReadOrders {
  /**
   * In the order asked; null where there is none, or none that the viewer may see: their own, or all for an
   * administrator.
   */
  byIds(viewer: Viewer | null, ids: readonly string[]): Promise<(Order | null)[]>;
  /** Newest first. Throws PAGE_SIZE_INVALID or CURSOR_INVALID. */
  ofCustomer(
    customerId: string,
    page: { first: number; after?: string | null | undefined },
  ): Promise<Connection<Order>>;
  /** The lines of many orders at once, in the order asked. */
  lines(orders: readonly Pick<Order, 'id' | 'total'>[]): Promise<readonly OrderLine[][]>;
  /** The timelines of many orders at once, in the order asked, oldest entry first. */
  timelines(orderIds: readonly string[]): Promise<readonly TimelineEntry[][]>;
}

export function createReadOrders(dependencies: { readonly reader: OrderReader }): ReadOrders {
  const { reader } = dependencies;
  return {
    byIds: async (viewer, ids) => {
      if (viewer === null) return ids.map(() => null);
      const found = (await reader.byIds(ids.filter(isId))).filter((order) => mayRead(viewer, order));
      const byId = new Map(found.map((order) => [order.id, order]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    ofCustomer: async (customerId, page) => {
      const request = pageRequest(page, 2);
      const after = request.after === null ? null : orderPosition(request.after);
      const [rows, totalCount] = await Promise.all([
        reader.pageOfCustomer(customerId, after, request.limit),
        reader.countOfCustomer(customerId),
      ]);
      return connection(rows, request, totalCount, ({ placedAt, id }) => [placedAt.getTime(), id]);
    },
    lines: async (orders) => {
      const lines = await reader.linesOf(orders);
      return orders.map(({ id }) => lines.get(id) ?? []);
    },
    timelines: async (orderIds) => {
      const timelines = await reader.timelineByOrderIds(orderIds);
      return orderIds.map((id) => timelines.get(id) ?? []);
    },
  };
}

function mayRead(viewer: Viewer, order: Order): boolean {
  return order.customerId === viewer.userId || hasRole(viewer, 'ADMINISTRATOR');
}
