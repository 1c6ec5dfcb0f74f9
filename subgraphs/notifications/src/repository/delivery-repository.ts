import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import type { NewAttempt, NewDelivery } from '../domain/notification.ts';
import type { NotificationKind } from '../domain/occasion.ts';

/** A mail in the hands of a sender. */
export interface Held {
  readonly notificationId: string;
  readonly leaseId: string;
}

export interface DeliveryRepository {
  insert(delivery: NewDelivery): Promise<void>;
  /** Notes one try. Nothing when the account was erased meanwhile. */
  addAttempt(notificationId: string, attempt: NewAttempt): Promise<void>;
  /** False when it was marked before, or the account was erased. What has arrived is sent, whoever holds it by now. */
  markSent(notificationId: string, sentAt: Date): Promise<boolean>;
  /** To be tried again. `counts` says whether this attempt is one of the mail's own. */
  postpone(held: Held, to: { dueAt: Date; counts: boolean }): Promise<void>;
  markFailed(held: Held): Promise<void>;
  /** Makes a mail that failed or waits due now. Nothing when it is under way, or of any other status. */
  retry(notificationId: string, now: Date): Promise<boolean>;
  /**
   * Gives up the waiting mails of one kind to one customer. One that is under way may still arrive, and is then sent.
   */
  cancel(userId: string, kind: NotificationKind): Promise<void>;
}

/** More than a mail can need in the two days that it is tried; an outage may try the same one for longer. */
const KEPT_ATTEMPTS = 100;

export function createDeliveryRepository(db: Queryable): DeliveryRepository {
  return {
    insert: (delivery) =>
      db.execute(sql`
        insert into deliveries (notification_id, user_id, due_at, to_email, sealed_token, expires_at, correlation_id,
          created_at)
        values (${delivery.notificationId}, ${delivery.userId}, ${delivery.createdAt}, ${delivery.toEmail},
                ${delivery.sealedToken}, ${delivery.expiresAt}, ${delivery.correlationId}, ${delivery.createdAt})`),
    addAttempt: (notificationId, attempt) => addAttempt(db, notificationId, attempt),
    markSent: async (notificationId, sentAt) => {
      const marked = await db.query(sql`
        update deliveries
        set status = 'SENT', sent_at = ${sentAt}, sealed_token = null, lease_id = null, leased_until = null
        where notification_id = ${notificationId} and status <> 'SENT' returning notification_id`);
      return marked.length > 0;
    },
    postpone: ({ notificationId, leaseId }, { dueAt, counts }) =>
      db.execute(sql`
        update deliveries
        set due_at = ${dueAt}, attempts = attempts - ${counts ? 0 : 1}::int, lease_id = null, leased_until = null
        where notification_id = ${notificationId} and lease_id = ${leaseId} and status = 'PENDING'`),
    markFailed: ({ notificationId, leaseId }) =>
      db.execute(sql`
        update deliveries set status = 'FAILED', sealed_token = null, lease_id = null, leased_until = null
        where notification_id = ${notificationId} and lease_id = ${leaseId} and status = 'PENDING'`),
    retry: async (notificationId, now) => {
      const rows = await db.query(sql`
        update deliveries set status = 'PENDING', due_at = ${now}, attempts = 0, lease_id = null, leased_until = null
        where notification_id = ${notificationId} and (leased_until is null or leased_until <= ${now})
          and (status = 'PENDING' or status = 'FAILED' and expires_at is null)
        returning notification_id`);
      return rows.length > 0;
    },
    cancel: (userId, kind) =>
      db.execute(sql`
        update deliveries delivery set status = 'CANCELLED', sealed_token = null, lease_id = null, leased_until = null
        from notifications notification
        where notification.id = delivery.notification_id and delivery.user_id = ${userId}
          and notification.kind = ${kind}::notification_kind and delivery.status = 'PENDING'`),
  };
}

async function addAttempt(db: Queryable, notificationId: string, attempt: NewAttempt): Promise<void> {
  const { at, durationMs, email, outcome } = attempt;
  // Two senders can note a try of the same mail when the first was taken for dead: they take turns, so their numbers
  // differ.
  await db.execute(sql`select from deliveries where notification_id = ${notificationId} for update`);
  await db.execute(sql`
    insert into delivery_attempts (notification_id, number, at, duration_ms, outcome, email, code, answer)
    select delivery.notification_id,
           (select coalesce(max(number), 0) + 1 from delivery_attempts where notification_id = ${notificationId}),
           ${at}, ${durationMs}, ${outcome.kind}::attempt_outcome, ${email}, ${outcome.answer.code},
             ${outcome.answer.text}
    from deliveries delivery where delivery.notification_id = ${notificationId}`);
  await db.execute(sql`
    delete from delivery_attempts where notification_id = ${notificationId}
      and number <= (select max(number) from delivery_attempts
        where notification_id = ${notificationId}) - ${KEPT_ATTEMPTS}`);
}
