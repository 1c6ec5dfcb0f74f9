import type { DeliveryStatus } from '../domain/delivery.ts';
import type { Attempt, Delivery } from '../domain/notification.ts';
import type { NotificationKind } from '../domain/occasion.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Those that match everything that is given. */
export interface DeliveryQuery {
  readonly userId?: string;
  readonly status?: DeliveryStatus;
  readonly kind?: NotificationKind;
}

/** Reads of the delivery log for the graph, outside of any transaction. */
export interface DeliveryReader {
  /** Newest first. `beforeId` is the last one already seen. */
  page(query: DeliveryQuery, limit: number, beforeId: string | null): Promise<Delivery[]>;
  count(query: DeliveryQuery): Promise<number>;
  byId(id: string): Promise<Delivery | null>;
  /** Oldest first, by delivery. One query for any number. */
  attemptsOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly Attempt[]>>;
}

const select = {
  notificationId: true,
  userId: true,
  status: true,
  dueAt: true,
  createdAt: true,
  sentAt: true,
  notification: { select: { kind: true } },
} as const;

export function createDeliveryReader(prisma: PrismaClient): DeliveryReader {
  return {
    page: async (query, limit, beforeId) => {
      const rows = await prisma.delivery.findMany({
        where: { ...filter(query), ...(beforeId === null ? {} : { notificationId: { lt: beforeId } }) },
        orderBy: { notificationId: 'desc' },
        take: limit,
        select,
      });
      return rows.map(toDelivery);
    },
    count: (query) => prisma.delivery.count({ where: filter(query) }),
    byId: async (notificationId) => {
      const row = await prisma.delivery.findUnique({ where: { notificationId }, select });
      return row === null ? null : toDelivery(row);
    },
    attemptsOf: async (ids) => {
      const rows = await prisma.deliveryAttempt.findMany({
        where: { notificationId: { in: [...ids] } },
        orderBy: { number: 'asc' },
      });
      const byDelivery = new Map<string, Attempt[]>(ids.map((id) => [id, []]));
      for (const { notificationId, ...attempt } of rows) byDelivery.get(notificationId)?.push(attempt);
      return byDelivery;
    },
  };
}

function filter({ kind, ...own }: DeliveryQuery) {
  return { ...own, ...(kind === undefined ? {} : { notification: { kind } }) };
}

type Row = Omit<Delivery, 'id' | 'kind' | 'dueAt'> & {
  readonly notificationId: string;
  readonly dueAt: Date;
  readonly notification: { readonly kind: NotificationKind };
};

function toDelivery({ notificationId: id, notification: { kind }, dueAt, ...row }: Row): Delivery {
  return { ...row, id, kind, dueAt: row.status === 'PENDING' ? dueAt : null };
}
