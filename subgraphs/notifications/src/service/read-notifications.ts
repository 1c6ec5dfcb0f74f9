import { idBefore, isId } from '@galleria/kit/identifiers';
import { connection, pageRequest, paginationErrors, type Connection } from '@galleria/kit/graphql/pagination';
import { hasRole, type Viewer } from '@galleria/kit/graphql/viewer';
import type { Notification } from '../domain/notification.ts';
import type { NotificationReader } from '../repository/notification-reader.ts';

/** Longer than a transaction lasts, and than clocks of one service's instances differ. */
const OVERLAP_MS = 60_000;

export interface NewsArguments {
  readonly first: number;
  /** The cursor of the newest that is known. */
  readonly after: string | null;
}

export interface InboxArguments extends NewsArguments {
  /** Here, of the last one of the page before. */
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
  /**
   * What has come to one customer's inbox since a cursor, newest first, with what was written within a minute of it:
   * ids that are made at the same time come to the database in any order.
   */
  news(userId: string, args: NewsArguments): Promise<InboxPage>;
  /** How many a customer has not read. */
  unreadCount(userId: string): Promise<number>;
  /** Many at once, in the order asked; null where there is none, or where it is not the viewer's to read. */
  byIds(ids: readonly string[], viewer: Viewer | null): Promise<(Notification | null)[]>;
}

export function createReadNotifications(dependencies: { readonly reader: NotificationReader }): ReadNotifications {
  const { reader } = dependencies;
  return {
    inbox: async (userId, { first, after, unreadOnly }) => {
      const { request, cursorId } = inboxRequest({ first, after });
      const query = { userId, unreadOnly, sinceId: null };
      const [rows, totalCount] = await Promise.all([
        reader.page(query, request.limit + 1, cursorId),
        reader.count(query),
      ]);
      return { ...connection(rows, request, totalCount, ({ id }) => [id]), userId };
    },
    news: async (userId, args) => {
      const { request, sinceId } = newsRequest(args);
      const query = { userId, unreadOnly: false, sinceId };
      const [rows, totalCount] = await Promise.all([reader.page(query, request.limit + 1, null), reader.count(query)]);
      return { ...connection(rows, { ...request, after: null }, totalCount, ({ id }) => [id]), userId };
    },
    unreadCount: (userId) => reader.count({ userId, unreadOnly: true, sinceId: null }),
    byIds: async (ids, viewer) => {
      const found = await reader.byIds(ids.filter(isId));
      const readable = found.filter(({ userId }) => userId === viewer?.userId || hasRole(viewer, 'ADMINISTRATOR'));
      const byId = new Map(readable.map((notification) => [notification.id, notification]));
      return ids.map((id) => byId.get(id) ?? null);
    },
  };
}

/** Reads what `news` is asked for. Throws PAGE_SIZE_INVALID or CURSOR_INVALID. */
export function newsRequest(args: NewsArguments) {
  const { request, cursorId } = inboxRequest(args);
  return { request, sinceId: cursorId === null ? null : idBefore(cursorId, OVERLAP_MS) };
}

function inboxRequest({ first, after }: NewsArguments) {
  const request = pageRequest({ first, after }, 1);
  const cursorId = request.after === null ? null : String(request.after[0]);
  if (cursorId !== null && !isId(cursorId)) throw paginationErrors.CURSOR_INVALID({ cursor: after });
  return { request, cursorId };
}
