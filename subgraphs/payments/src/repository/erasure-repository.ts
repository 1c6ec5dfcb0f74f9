import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';

/**
 * Forgets what is personal in what the service keeps of a customer. Amounts, lines and numbers stay: they are the
 * shop's accounts.
 */
export interface ErasureRepository {
  /** Payments, invoices and refunds: the customer's id is all that is left, and names nobody any more. */
  pseudonymise(customerId: string): Promise<void>;
}

/** Reasons that the saga gives are codes; what else is written there, a person wrote. */
const ERASED_REASON = 'ERASED';

export function createErasureRepository(db: Queryable): ErasureRepository {
  return {
    pseudonymise: async (customerId) => {
      // Payments first: a capture that is under way has its row locked, so the invoice that it issues is there for the
      // next statement.
      await db.execute(sql`update payments set bill_to = '{}' where customer_id = ${customerId} and bill_to <> '{}'`);
      await db.execute(sql`
        update invoices as invoice set bill_to = '{}' from payments as payment
        where payment.id = invoice.payment_id and payment.customer_id = ${customerId}`);
      await db.execute(sql`
        update refunds as refund set reason = ${ERASED_REASON} from payments as payment
        where payment.id = refund.payment_id and payment.customer_id = ${customerId}
          and refund.reason !~ '^[A-Z][A-Z_]+$'`);
    },
  };
}
