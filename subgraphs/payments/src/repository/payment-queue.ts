import { text } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { ORIGIN } from './origin-columns.ts';
import { payments } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { PendingPayment } from '../domain/payment.ts';

/** Pending payments as work to do. */
export interface PaymentQueue {
  /** Takes the payments that are due, longest first, and keeps other processes from them for a while. */
  claim(range: { readonly now: Date; readonly until: Date; readonly limit: number }): Promise<PendingPayment[]>;
  /** Of a payment that nobody has the answer for, what an answer is read with; null when it is settled, or unknown. */
  pending(id: string): Promise<Pick<PendingPayment, 'cancelReason' | 'amountMinor' | 'currency'> | null>;
  /** Gives a payment back, to be taken again later. */
  postpone(id: string, until: Date): Promise<void>;
}

/** A pending payment has its means of payment; one that has ended has none. */
const CLAIMED = payments
  .as('payment')
  .columns(
    ...([
      'id',
      'orderId',
      'orderNumber',
      'customerId',
      'amountMinor',
      'currency',
      'cancelReason',
      'attempts',
      'createdAt',
    ] as const),
    ...ORIGIN,
  );

export function createPaymentQueue(db: Queryable): PaymentQueue {
  return {
    claim: ({ now, until, limit }) =>
      db.query(sql`
        with due as materialized (
          select id from payments where status = 'PENDING' and next_attempt_at <= ${now}
          order by next_attempt_at limit ${limit} for update skip locked
        )
        update payments as payment set attempts = payment.attempts + 1, next_attempt_at = ${until}
        from due where payment.id = due.id
        returning ${CLAIMED}, payment.payment_token as ${alias('paymentToken', text)}`),
    pending: async (id) => {
      const [payment] = await db.query(sql`
        select ${payments.columns('cancelReason', 'amountMinor', 'currency')}
        from payments where id = ${id} and status = 'PENDING'`);
      return payment ?? null;
    },
    postpone: async (id, until) => {
      await db.execute(sql`update payments set next_attempt_at = ${until} where id = ${id} and status = 'PENDING'`);
    },
  };
}
