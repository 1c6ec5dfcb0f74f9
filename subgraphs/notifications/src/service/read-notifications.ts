import { isId } from '@galleria/kit/identifiers';
import { connection, pageRequest, paginationErrors, type Connection } from '@galleria/kit/graphql/pagination';
import { hasRole, type Viewer } from '@galleria/kit/graphql/viewer';
import type { Notification } from '../domain/notification.ts';
import type { NotificationReader } from '../repository/notification-reader.ts';

export interface InboxArguments {
  readonly first: number;
  readonly after: string | null;
  readonly unreadOnly: boolean;
}

/** A page, and whose it is: the unread are counted only when somebody asks. */
export interface InboxPage extends Connection<Notification> {
  readonly userId: string;
}

export interface ReadNotifications {
  /** A page of one customer's inbox. Throws PAGE_SIZE_INVALID or CURSOR_INVALID. */
  inbox(userId: string, args: InboxArguments): Promise<InboxPage>;
  /** How many a customer has not read. */
  unreadCount(userId: string): Promise<number>;
  /** Many at once, in the order asked; null where there is none, or where it is not the viewer's to read. */
  byIds(ids: readonly string[], viewer: Viewer | null): Promise<(Notification | null)[]>;
}

export function createReadNotifications(dependencies: { readonly reader: NotificationReader }): ReadNotifications {
  const { reader } = dependencies;
  return {
    inbox: async (userId, { first, after, unreadOnly }) => {
      const request = pageRequest({ first, after }, 1);
      const beforeId = request.after === null ? null : String(request.after[0]);
      if (beforeId !== null && !isId(beforeId)) throw paginationErrors.CURSOR_INVALID({ cursor: after });
      const query = { userId, unreadOnly };
      const [rows, totalCount] = await Promise.all([
        reader.page(query, request.limit + 1, beforeId),
        reader.count(query),
      ]);
      return { ...connection(rows, request, totalCount, ({ id }) => [id]), userId };
    },
    unreadCount: (userId) => reader.count({ userId, unreadOnly: true }),
    byIds: async (ids, viewer) => {
      const found = await reader.byIds(ids.filter(isId));
      const readable = found.filter(({ userId }) => userId === viewer?.userId || hasRole(viewer, 'ADMINISTRATOR'));
      const byId = new Map(readable.map((notification) => [notification.id, notification]));
      return ids.map((id) => byId.get(id) ?? null);
    },
  };
}
