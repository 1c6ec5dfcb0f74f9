import type { Queryable } from '@galleria/kit/database';
import { sql } from '@galleria/kit/sql';
import type { Origin } from '../domain/origin.ts';
import type { Refund } from '../domain/refund.ts';

export interface RefundRepository {
  /** Records a refund that the provider is to be asked for at once. */
  insert(refund: Refund, origin: Origin): Promise<void>;
  /** Ends a pending refund. False when it has ended already. */
  end(id: string, status: 'SETTLED' | 'FAILED', now: Date): Promise<boolean>;
  /** What of a payment has gone back in all, in the currency's smallest unit. */
  settledMinor(paymentId: string): Promise<number>;
}

export function createRefundRepository(db: Queryable): RefundRepository {
  return {
    insert: async ({ id, paymentId, amountMinor, reason, createdAt }, origin) => {
      await db.execute(sql`
        insert into refunds
          (id, payment_id, amount_minor, reason, next_attempt_at, created_at, correlation_id, causation_id, traceparent)
        values (${id}, ${paymentId}, ${amountMinor}, ${reason}, ${createdAt}, ${createdAt},
                ${origin.correlationId}, ${origin.causationId}, ${origin.traceparent})`);
    },
    end: async (id, status, now) => {
      const ended = await db.query(sql`
        update refunds set status = ${status}::refund_status, settled_at = ${now}
        where id = ${id} and status = 'PENDING' returning id`);
      return ended.length > 0;
    },
    settledMinor: async (paymentId) => {
      const [row] = await db.query<{ sum: number }>(sql`
        select coalesce(sum(amount_minor), 0)::int as sum from refunds
        where payment_id = ${paymentId} and status = 'SETTLED'`);
      return row?.sum ?? 0;
    },
  };
}
