import type { Queryable } from '@galleria/kit/database';
import { sql } from '@galleria/kit/sql';
import type { NewNotification } from '../domain/notification.ts';

export interface NotificationRepository {
  /** Writes a notification and the mail that tells of it, due at once. */
  insertWithMail(notification: NewNotification, correlationId: string): Promise<void>;
  /** Of one user's notifications, those with these ids, or all when null. Gives the ids of those that were unread until now. */
  markRead(userId: string, ids: readonly string[] | null, readAt: Date): Promise<string[]>;
}

export function createNotificationRepository(db: Queryable): NotificationRepository {
  return {
    insertWithMail: async (notification, correlationId) => {
      await db.execute(sql`
        with notification as (
          insert into notifications (id, user_id, kind, title, body, occasion, order_id, order_number, created_at)
          values (${notification.id}, ${notification.userId}, ${notification.kind}::notification_kind, ${notification.title},
                  ${notification.body}, ${notification.occasion}, ${notification.orderId}, ${notification.orderNumber},
                  ${notification.createdAt})
          returning id, user_id, created_at
        )
        insert into deliveries (notification_id, user_id, due_at, correlation_id, created_at)
        select id, user_id, created_at, ${correlationId}, created_at from notification`);
    },
    markRead: async (userId, ids, readAt) => {
      const rows = await db.query<{ id: string }>(
        ids === null
          ? sql`update notifications set read_at = ${readAt} where user_id = ${userId} and read_at is null returning id`
          : sql`update notifications set read_at = ${readAt}
                where id = any(${ids}::uuid[]) and user_id = ${userId} and read_at is null returning id`,
      );
      return rows.map(({ id }) => id);
    },
  };
}
