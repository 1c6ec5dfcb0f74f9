import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { ERASED_REASON } from '../domain/refund.ts';

/**
 * Forgets what is personal in what the service keeps of a customer. Amounts, lines and numbers stay: they are the
 * shop's accounts.
 */
export interface ErasureRepository {
  /** Before the customer's own row is locked: whoever refunds locks a payment first, and the customer then. */
  lockPayments(customerId: string): Promise<void>;
  /**
   * Payments, invoices, refunds, and what is still to be told of these: the customer's id is all that is left, and
   * names nobody any more.
   */
  pseudonymise(customerId: string): Promise<void>;
}

export function createErasureRepository(db: Queryable): ErasureRepository {
  return {
    lockPayments: async (customerId) => {
      await db.execute(sql`select from payments where customer_id = ${customerId} order by id for update`);
    },
    pseudonymise: async (customerId) => {
      // Payments first: a capture that is under way has its row locked, so the invoice that it issues is there for the
      // next statement.
      await db.execute(sql`
        update payments
        set bill_to = '{}', correlation_id = order_id::text, causation_id = null, traceparent = null
        where customer_id = ${customerId}`);
      await db.execute(sql`
        update invoices as invoice set bill_to = '{}' from payments as payment
        where payment.id = invoice.payment_id and payment.customer_id = ${customerId}`);
      await db.execute(sql`
        update refunds as refund
        set reason = case when refund.reason ~ '^[A-Z][A-Z_]+$' then refund.reason else ${ERASED_REASON} end,
            correlation_id = payment.order_id::text, causation_id = null, traceparent = null
        from payments as payment
        where payment.id = refund.payment_id and payment.customer_id = ${customerId}`);
      // A row that the relay has just read goes out as it was.
      await db.execute(sql`
        update outbox set payload = jsonb_set(payload::jsonb, '{reason}', to_jsonb(${ERASED_REASON}::text))::text
        where key in (select order_id::text from payments where customer_id = ${customerId})
          and type like 'payments.%refund%' and payload::jsonb ->> 'reason' !~ '^[A-Z][A-Z_]+$'`);
    },
  };
}
