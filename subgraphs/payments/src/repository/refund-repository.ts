import { integer } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { ORIGIN } from './origin-columns.ts';
import { payments, refunds } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { Origin } from '../domain/origin.ts';
import type { EndedRefund, Refund } from '../domain/refund.ts';

export interface RefundRepository {
  /** Records a refund that the provider is to be asked for at once. */
  insert(refund: Refund, origin: Origin): Promise<void>;
  /** Records a refund that was made at the provider by hand. Null when it is known already. */
  insertSettled(refund: Refund & { readonly reference: string }, origin: Origin): Promise<EndedRefund | null>;
  /**
   * Ends a pending refund; `reference` is the provider's name for it, null when it refused. Null when it has ended
   * already.
   */
  end(id: string, reference: string | null, now: Date): Promise<EndedRefund | null>;
  /** What of a payment has gone back in all, in the currency's smallest unit. */
  settledMinor(paymentId: string): Promise<number>;
}

const ENDED = refunds.as('refund').columns('id', 'paymentId', 'amountMinor', 'reason', ...ORIGIN);
const ITS_PAYMENT = payments.as('payment').columns('orderId', 'orderNumber', 'customerId', 'currency');

export function createRefundRepository(db: Queryable): RefundRepository {
  return {
    insert: async ({ id, paymentId, amountMinor, reason, createdAt }, origin) => {
      await db.execute(sql`
        insert into refunds
          (id, payment_id, amount_minor, reason, next_attempt_at, created_at, correlation_id, causation_id, traceparent)
        values (${id}, ${paymentId}, ${amountMinor}, ${reason}, ${createdAt}, ${createdAt},
                ${origin.correlationId}, ${origin.causationId}, ${origin.traceparent})`);
    },
    insertSettled: (refund, origin) => insertSettled(db, refund, origin),
    end: async (id, reference, now) => {
      const [ended] = await db.query(sql`
        update refunds as refund
        set status = case when ${reference}::text is null then 'FAILED'::refund_status else 'SETTLED' end,
            provider_reference = ${reference}, settled_at = ${now}
        from payments as payment
        where refund.id = ${id} and refund.status = 'PENDING' and payment.id = refund.payment_id
        returning ${ENDED}, ${ITS_PAYMENT}`);
      return ended ?? null;
    },
    settledMinor: async (paymentId) => {
      const [row] = await db.query(sql`
        select coalesce(sum(amount_minor), 0)::int as ${alias('sum', integer)} from refunds
        where payment_id = ${paymentId} and status = 'SETTLED'`);
      return row?.sum ?? 0;
    },
  };
}

async function insertSettled(
  db: Queryable,
  { id, paymentId, amountMinor, reason, createdAt, reference }: Refund & { readonly reference: string },
  { correlationId, causationId, traceparent }: Origin,
): Promise<EndedRefund | null> {
  const [ended] = await db.query(sql`
    with refund as (
      insert into refunds
        (id, payment_id, amount_minor, reason, status, provider_reference, next_attempt_at, created_at, settled_at,
         correlation_id, causation_id, traceparent)
      values (${id}, ${paymentId}, ${amountMinor}, ${reason}, 'SETTLED', ${reference}, ${createdAt}, ${createdAt},
        ${createdAt},
              ${correlationId}, ${causationId}, ${traceparent})
      on conflict (provider_reference) do nothing
      returning ${refunds.names('id', 'paymentId', 'amountMinor', 'reason', ...ORIGIN)}
    )
    select ${ENDED}, ${ITS_PAYMENT}
    from refund join payments as payment on payment.id = refund.payment_id`);
  return ended ?? null;
}
