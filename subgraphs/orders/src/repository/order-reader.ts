import type { PageRequest } from '@galleria/kit/graphql/pagination';
import type { Order, OrderLine, TimelineEntry } from '../domain/order.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { toOrder, toOrderLine } from './order-rows.ts';

/** The place of an order in its customer's list, newest first. */
export interface OrderPosition {
  readonly placedAt: Date;
  readonly id: string;
}

/** Reads for the graph, outside of any transaction. Each is one query, for any number of orders. */
export interface OrderReader {
  /** In no order; ids without an order are left out. */
  byIds(ids: readonly string[]): Promise<Order[]>;
  /** Up to `limit + 1` of the customer's orders after the position. */
  pageOfCustomer(customerId: string, after: OrderPosition | null, limit: PageRequest['limit']): Promise<Order[]>;
  countOfCustomer(customerId: string): Promise<number>;
  /** By order id. */
  linesOf(orders: readonly Pick<Order, 'id' | 'total'>[]): Promise<ReadonlyMap<string, OrderLine[]>>;
  /** Oldest entry first. */
  timelineByOrderIds(orderIds: readonly string[]): Promise<ReadonlyMap<string, TimelineEntry[]>>;
}

export function createOrderReader(prisma: PrismaClient): OrderReader {
  return {
    byIds: async (ids) => (await prisma.order.findMany({ where: { id: { in: [...ids] } } })).map(toOrder),
    pageOfCustomer: async (customerId, after, limit) => {
      const rows = await prisma.order.findMany({
        where: { customerId, ...(after === null ? {} : olderThan(after)) },
        orderBy: [{ placedAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      });
      return rows.map(toOrder);
    },
    countOfCustomer: (customerId) => prisma.order.count({ where: { customerId } }),
    linesOf: async (orders) => {
      const currencies = new Map(orders.map(({ id, total }) => [id, total.currency]));
      const rows = await prisma.orderLine.findMany({
        where: { orderId: { in: [...currencies.keys()] } },
        orderBy: { position: 'asc' },
      });
      return groupByOrder(rows, (row) => toOrderLine(row, currencies.get(row.orderId) ?? ''));
    },
    timelineByOrderIds: async (orderIds) => {
      const rows = await prisma.timelineEntry.findMany({
        where: { orderId: { in: [...orderIds] } },
        orderBy: { id: 'asc' },
      });
      return groupByOrder(rows, ({ status, at, reason }) => ({ status, at, reason }));
    },
  };
}

function olderThan({ placedAt, id }: OrderPosition) {
  return { OR: [{ placedAt: { lt: placedAt } }, { placedAt, id: { lt: id } }] };
}

function groupByOrder<Row extends { readonly orderId: string }, Item>(
  rows: readonly Row[],
  toItem: (row: Row) => Item,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const row of rows) {
    const group = groups.get(row.orderId);
    if (group === undefined) groups.set(row.orderId, [toItem(row)]);
    else group.push(toItem(row));
  }
  return groups;
}
