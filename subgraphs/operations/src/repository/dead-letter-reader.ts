import type { DeadLetter } from '../domain/dead-letter.ts';
import type { DeadLetterSearch } from '../domain/dead-letter-filter.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { toDeadLetter } from './dead-letter-rows.ts';

/** Reads outside of any transaction. Each is one query. */
export interface DeadLetterReader {
  byId(id: string): Promise<DeadLetter | null>;
  /** Newest first, up to `limit + 1` after the letter with the id. */
  page(search: DeadLetterSearch, after: string | null, limit: number): Promise<DeadLetter[]>;
  count(search: DeadLetterSearch): Promise<number>;
  /** Oldest first. */
  ids(search: DeadLetterSearch, limit: number): Promise<string[]>;
}

export function createDeadLetterReader(prisma: PrismaClient): DeadLetterReader {
  return {
    byId: async (id) => {
      const row = await prisma.deadLetter.findUnique({ where: { id } });
      return row === null ? null : toDeadLetter(row);
    },
    page: async (search, after, limit) => {
      const rows = await prisma.deadLetter.findMany({
        where: { AND: [matching(search), after === null ? {} : { id: { lt: after } }] },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      return rows.map(toDeadLetter);
    },
    count: (search) => prisma.deadLetter.count({ where: matching(search) }),
    ids: async (search, limit) => {
      const rows = await prisma.deadLetter.findMany({
        where: matching(search),
        select: { id: true },
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map(({ id }) => id);
    },
  };
}

function matching(search: DeadLetterSearch) {
  const { statuses, services, types, errorCodes, orderId, messageId, isWhole, failedFrom, failedTo } = search;
  return {
    ...(statuses === undefined ? {} : { status: { in: [...statuses] } }),
    ...(services === undefined ? {} : { service: { in: [...services] } }),
    ...(types === undefined ? {} : { type: { in: [...types] } }),
    ...(errorCodes === undefined ? {} : { errorCode: { in: [...errorCodes] } }),
    ...(orderId === undefined ? {} : { orderId }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(isWhole === undefined ? {} : { isWhole }),
    failedAt: {
      ...(failedFrom === undefined ? {} : { gte: failedFrom }),
      ...(failedTo === undefined ? {} : { lt: failedTo }),
    },
  };
}
