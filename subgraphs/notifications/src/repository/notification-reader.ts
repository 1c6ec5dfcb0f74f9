import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Notification } from '../domain/notification.ts';

export interface InboxQuery {
  readonly userId: string;
  readonly unreadOnly: boolean;
  /** Where it begins; null for all. */
  readonly sinceId: string | null;
}

/** Reads of the inbox for the graph, outside of any transaction. */
export interface NotificationReader {
  /** Newest first. `beforeId` is the last one already seen. */
  page(query: InboxQuery, limit: number, beforeId: string | null): Promise<Notification[]>;
  count(query: InboxQuery): Promise<number>;
  /** Those that exist, in no order. One query for any number. */
  byIds(ids: readonly string[]): Promise<Notification[]>;
}

const omit = { occasion: true, inApp: true } as const;

export function createNotificationReader(prisma: PrismaClient): NotificationReader {
  return {
    page: (query, limit, beforeId) =>
      prisma.notification.findMany({
        where: beforeId === null ? filter(query) : { ...filter(query), id: { ...since(query), lt: beforeId } },
        orderBy: { id: 'desc' },
        take: limit,
        omit,
      }),
    count: (query) => prisma.notification.count({ where: filter(query) }),
    byIds: (ids) => prisma.notification.findMany({ where: { id: { in: [...ids] }, inApp: true }, omit }),
  };
}

function filter(query: InboxQuery) {
  const { userId, unreadOnly } = query;
  return { userId, inApp: true, id: since(query), ...(unreadOnly ? { readAt: null } : {}) };
}

function since({ sinceId }: InboxQuery) {
  return sinceId === null ? {} : { gte: sinceId };
}
