import type { PageRequest } from '@galleria/kit/graphql/pagination';
import type { Order, OrderStatus } from '../domain/order.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { OrderPosition } from './order-reader.ts';
import { toOrder } from './order-rows.ts';

export interface OrderSearch {
  readonly number?: string;
  readonly customerId?: string;
  readonly states?: readonly OrderStatus[];
  /** Inclusive. */
  readonly placedFrom?: Date;
  /** Exclusive. */
  readonly placedTo?: Date;
  /** Whose deadline is before then. */
  readonly deadlineBefore?: Date;
}

export type OrderSort = 'NEWEST' | 'OLDEST';

/** Searches over the orders of all customers, outside of any transaction. Each is one query. */
export interface OrderSearchReader {
  /** Up to `limit + 1` orders after the position. */
  page(
    search: OrderSearch,
    sort: OrderSort,
    after: OrderPosition | null,
    limit: PageRequest['limit'],
  ): Promise<Order[]>;
  count(search: OrderSearch): Promise<number>;
}

export function createOrderSearchReader(prisma: PrismaClient): OrderSearchReader {
  return {
    page: async (search, sort, after, limit) => {
      const direction = sort === 'NEWEST' ? 'desc' : 'asc';
      const rows = await prisma.order.findMany({
        where: { AND: [matching(search), after === null ? {} : beyond(after, sort)] },
        orderBy: [{ placedAt: direction }, { id: direction }],
        take: limit + 1,
      });
      return rows.map(toOrder);
    },
    count: (search) => prisma.order.count({ where: matching(search) }),
  };
}

function matching({ number, customerId, states, placedFrom, placedTo, deadlineBefore }: OrderSearch) {
  return {
    ...(number === undefined ? {} : { number }),
    ...(customerId === undefined ? {} : { customerId }),
    ...(states === undefined ? {} : { status: { in: [...states] } }),
    ...(deadlineBefore === undefined ? {} : { deadlineAt: { lt: deadlineBefore } }),
    placedAt: {
      ...(placedFrom === undefined ? {} : { gte: placedFrom }),
      ...(placedTo === undefined ? {} : { lt: placedTo }),
    },
  };
}

/** The bound on the date alone is what an index can seek to; the rest tells orders of the same moment apart. */
function beyond({ placedAt, id }: OrderPosition, sort: OrderSort) {
  return sort === 'NEWEST'
    ? { placedAt: { lte: placedAt }, OR: [{ placedAt: { lt: placedAt } }, { id: { lt: id } }] }
    : { placedAt: { gte: placedAt }, OR: [{ placedAt: { gt: placedAt } }, { id: { gt: id } }] };
}
