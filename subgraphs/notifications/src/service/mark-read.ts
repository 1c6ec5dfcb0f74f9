import { isId } from '@galleria/kit/identifiers';
import type { Notification } from '../domain/notification.ts';
import type { NotificationReader } from '../repository/notification-reader.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

export type MarkReadOutcome =
  { readonly kind: 'marked'; readonly notifications: readonly Notification[] } | { readonly kind: 'too-many' };

/** The most ids that are taken, and the most notifications that are given back. */
const MAX_MARKED = 100;

/**
 * Marks a customer's notifications as read, all of them without ids; those that are read stay as they are. Gives those
 * among the ids that are the customer's, in the order asked or, without ids, the newest that were unread.
 */
export function createMarkRead(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly reader: Pick<NotificationReader, 'byIds'>;
  readonly clock: () => Date;
}) {
  const { unitOfWork, reader, clock } = dependencies;
  return async (userId: string, ids: readonly string[] | null): Promise<MarkReadOutcome> => {
    if (ids !== null && ids.length > MAX_MARKED) return { kind: 'too-many' };
    const known = ids === null ? null : [...new Set(ids.filter(isId))];
    const marked = await unitOfWork(({ notifications }) => notifications.markRead(userId, known, clock()));
    const wanted = known ?? marked.sort().reverse().slice(0, MAX_MARKED);
    const found = new Map((await reader.byIds(wanted)).map((notification) => [notification.id, notification]));
    const theirs = wanted.map((id) => found.get(id)).filter((notification) => notification?.userId === userId);
    return { kind: 'marked', notifications: theirs.filter((notification) => notification !== undefined) };
  };
}
