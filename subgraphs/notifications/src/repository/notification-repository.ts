import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { notifications } from '../generated/tables.ts';
import type { NewNotification } from '../domain/notification.ts';

export interface NotificationRepository {
  /** False, and nothing is written, when the user was told this fact before, whichever message brought it. */
  insert(notification: NewNotification): Promise<boolean>;
  /** Of one user's inbox, those with these ids, or all when null. Gives the ids of those that were unread until now. */
  markRead(userId: string, ids: readonly string[] | null, readAt: Date): Promise<string[]>;
}

export function createNotificationRepository(db: Queryable): NotificationRepository {
  return {
    insert: async (notification) => {
      const inserted = await db.query(sql`
        insert into notifications
          (id, user_id, kind, title, body, occasion, order_id, order_number, fact, in_app, created_at)
        values (${notification.id}, ${notification.userId}, ${notification.kind}::notification_kind,
          ${notification.title},
                ${notification.body}, ${notification.occasion}, ${notification.orderId}, ${notification.orderNumber},
                ${notification.fact}, ${notification.inApp}, ${notification.createdAt})
        on conflict (user_id, fact) do nothing returning id`);
      return inserted.length > 0;
    },
    markRead: async (userId, ids, readAt) => {
      const rows = await db.query(
        ids === null
          ? sql`update notifications set read_at = ${readAt}
                where user_id = ${userId} and in_app and read_at is null returning ${notifications.columns('id')}`
          : sql`update notifications set read_at = ${readAt}
                where id = any(${ids}::uuid[]) and user_id = ${userId} and in_app and read_at is null
                  returning ${notifications.columns('id')}`,
      );
      return rows.map(({ id }) => id);
    },
  };
}
