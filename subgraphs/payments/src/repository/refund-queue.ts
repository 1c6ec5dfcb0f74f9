import { text } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { ORIGIN } from './origin-columns.ts';
import { payments, refunds } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { PendingRefund } from '../domain/refund.ts';

/** Pending refunds as work to do. */
export interface RefundQueue {
  /** Takes the refunds that are due, longest first, and keeps other processes from them for a while. */
  claim(range: { readonly now: Date; readonly until: Date; readonly limit: number }): Promise<PendingRefund[]>;
  /** Whether the refund with this id, or with this name at the provider, has ended. */
  isEnded(id: string | null, reference: string | null): Promise<boolean>;
  /** Gives a refund back, to be taken again later. */
  postpone(id: string, until: Date): Promise<void>;
}

export function createRefundQueue(db: Queryable): RefundQueue {
  return {
    claim: ({ now, until, limit }) =>
      db.query(sql`
        with due as materialized (
          select id from refunds where status = 'PENDING' and next_attempt_at <= ${now}
          order by next_attempt_at limit ${limit} for update skip locked
        )
        update refunds as refund set attempts = refund.attempts + 1, next_attempt_at = ${until}
        from due, payments as payment
        where refund.id = due.id and payment.id = refund.payment_id
        returning ${refunds.as('refund').columns('id', 'paymentId', 'amountMinor', 'attempts', ...ORIGIN)},
                  ${payments.as('payment').columns('orderId')},
                    payment.provider_reference as ${alias('chargeReference', text)}`),
    isEnded: async (id, reference) => {
      const ended = await db.query(sql`
        select id from refunds where (id = ${id} or provider_reference = ${reference})
          and status <> 'PENDING' limit 1`);
      return ended.length > 0;
    },
    postpone: async (id, until) => {
      await db.execute(sql`update refunds set next_attempt_at = ${until} where id = ${id} and status = 'PENDING'`);
    },
  };
}
