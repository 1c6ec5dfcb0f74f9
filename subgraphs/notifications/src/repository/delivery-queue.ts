import { enumeration, json, text, uuid } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import type { Occasion } from '../domain/occasion.ts';
import { deliveries, notifications } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { Language } from '../domain/language.ts';
import type { DueMail } from '../domain/notification.ts';

/** The mails that are due, shared by all senders: a row is in the hands of one of them at a time. */
export interface DeliveryQueue {
  /**
   * Takes up to `limit` mails that are due and whose recipient is known, longest due first; others that do the same at
   * this moment take other ones. Nobody else takes them before `leaseEnd`.
   */
  takeDue(take: { leaseId: string; now: Date; leaseEnd: Date; limit: number }): Promise<DueMail[]>;
  /** Holds on to mails that are still under way. */
  renew(mails: readonly { notificationId: string; leaseId: string }[], leaseEnd: Date): Promise<void>;
}

const delivery = deliveries.as('delivery');
const notification = notifications.as('notification');

export function createDeliveryQueue(db: Queryable): DeliveryQueue {
  return {
    takeDue: async ({ leaseId, now, leaseEnd, limit }) => {
      const rows = await db.query(sql`
        with due as (
          select delivery.notification_id, coalesce(delivery.to_email, recipient.email) as email, recipient.name,
                 recipient.locale
          from deliveries delivery join recipients recipient on recipient.user_id = delivery.user_id
          where delivery.status = 'PENDING' and delivery.due_at <= ${now} and recipient.email is not null
            and (delivery.leased_until is null or delivery.leased_until <= ${now})
          order by delivery.due_at limit ${limit} for update of delivery skip locked
        )
        update deliveries delivery set lease_id = ${leaseId}, leased_until = ${leaseEnd}, attempts = attempts + 1
        from due join notifications notification on notification.id = due.notification_id
        where delivery.notification_id = due.notification_id
        returning ${delivery.columns('notificationId', 'userId', 'sealedToken', 'expiresAt', 'attempts', 'correlationId', 'createdAt')},
                  delivery.lease_id as ${alias('leaseId', uuid)}, ${notification.columns('kind')},
                  notification.occasion as ${alias('occasion', json<Occasion>())}, due.email as ${alias('email', text)},
                  due.name as ${alias('name', text)},
                    due.locale as ${alias('language', enumeration<Language>('locale'))}`);
      return rows.map(({ email, name, language, ...row }) => ({ ...row, recipient: { email, name, language } }));
    },
    renew: (mails, leaseEnd) =>
      db.execute(sql`
        update deliveries delivery set leased_until = ${leaseEnd}
        from unnest(${mails.map(({ notificationId }) => notificationId)}::uuid[],
                    ${mails.map(({ leaseId }) => leaseId)}::uuid[]) as held (notification_id, lease_id)
        where delivery.notification_id = held.notification_id and delivery.lease_id = held.lease_id`),
  };
}
