import type { Queryable } from '@galleria/kit/database';
import { sql } from '@galleria/kit/sql';
import type { DueMail } from '../domain/notification.ts';
import type { NotificationKind, Occasion } from '../domain/occasion.ts';

export interface DeliveryRepository {
  /**
   * Takes up to `limit` mails that are due and whose recipient is known, longest due first; others that do the same at this
   * moment take other ones. They are due again at `leaseEnd`, in case whoever takes them dies.
   */
  takeDue(now: Date, leaseEnd: Date, limit: number): Promise<DueMail[]>;
  /** False when somebody else has marked it before. */
  markSent(notificationId: string, sentAt: Date): Promise<boolean>;
  /** To be tried again. `counts` says whether this attempt is one of the mail's own. */
  postpone(notificationId: string, to: { dueAt: Date; reason: string; counts: boolean }): Promise<void>;
  markFailed(notificationId: string, reason: string): Promise<void>;
}

export function createDeliveryRepository(db: Queryable): DeliveryRepository {
  return {
    takeDue: (now, leaseEnd, limit) => takeDue(db, now, leaseEnd, limit),
    markSent: async (notificationId, sentAt) => {
      const marked = await db.query(sql`
        update deliveries set status = 'SENT', sent_at = ${sentAt}, last_error = null
        where notification_id = ${notificationId} and status = 'PENDING' returning notification_id`);
      return marked.length > 0;
    },
    postpone: async (notificationId, { dueAt, reason, counts }) => {
      await db.execute(sql`
        update deliveries
        set due_at = ${dueAt}, last_error = ${reason}, attempts = attempts - ${counts ? 0 : 1}::int
        where notification_id = ${notificationId} and status = 'PENDING'`);
    },
    markFailed: async (notificationId, reason) => {
      await db.execute(sql`
        update deliveries set status = 'FAILED', last_error = ${reason}
        where notification_id = ${notificationId} and status = 'PENDING'`);
    },
  };
}

interface DueRow {
  notificationId: string;
  userId: string;
  kind: NotificationKind;
  occasion: Occasion;
  email: string;
  name: string;
  attempts: number;
  correlationId: string;
  createdAt: Date;
}

async function takeDue(db: Queryable, now: Date, leaseEnd: Date, limit: number): Promise<DueMail[]> {
  const rows = await db.query<DueRow>(sql`
    with due as (
      select delivery.notification_id, recipient.email, recipient.name
      from deliveries delivery join recipients recipient on recipient.user_id = delivery.user_id
      where delivery.status = 'PENDING' and delivery.due_at <= ${now}
      order by delivery.due_at limit ${limit} for update of delivery skip locked
    )
    update deliveries delivery set due_at = ${leaseEnd}, attempts = attempts + 1
    from due join notifications notification on notification.id = due.notification_id
    where delivery.notification_id = due.notification_id
    returning delivery.notification_id as "notificationId", delivery.user_id as "userId", notification.kind,
              notification.occasion, due.email, due.name, delivery.attempts,
              delivery.correlation_id as "correlationId", delivery.created_at as "createdAt"`);
  return rows.map(({ email, name, ...row }) => ({ ...row, recipient: { email, name } }));
}
