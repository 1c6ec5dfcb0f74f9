import type { Queryable } from '@galleria/kit/database';
import { sql } from '@galleria/kit/sql';
import type { Origin } from '../domain/origin.ts';
import type { Payment, Settlement } from '../domain/payment.ts';

export interface NewPayment extends Omit<Payment, 'status' | 'reason' | 'refundedMinor'> {
  readonly paymentToken: string;
}

export interface PaymentRepository {
  /** Records a charge that is to be made at once. Nothing happens when the order has a payment already. */
  insert(payment: NewPayment, origin: Origin): Promise<void>;
  /**
   * Calls a pending charge off: at once if the provider was never asked, otherwise the provider is to be asked what became of it.
   * Nothing happens to a payment that is settled.
   */
  cancel(orderId: string, reason: string, now: Date): Promise<void>;
  /** Ends a pending payment. False when it has ended already. */
  settle(id: string, settlement: Settlement, now: Date): Promise<boolean>;
  /** The payment, locked until the transaction ends; null when there is none. */
  lock(id: string): Promise<Payment | null>;
  lockByOrder(orderId: string): Promise<Payment | null>;
  /** Counts an amount as given back, or, negative, as kept after all. A CHECK keeps the sum within what was captured. */
  addRefunded(id: string, amountMinor: number): Promise<void>;
}

export function createPaymentRepository(db: Queryable): PaymentRepository {
  return {
    insert: (payment, origin) => insert(db, payment, origin),
    cancel: async (orderId, reason, now) => {
      // One statement decides: a claim, which raises attempts, comes before it or after it.
      await db.execute(sql`
        update payments
        set cancel_reason = ${reason},
            status = case when attempts = 0 then 'CANCELLED'::payment_status else status end,
            reason = case when attempts = 0 then ${reason} end,
            settled_at = case when attempts = 0 then ${now}::timestamptz end
        where order_id = ${orderId} and status = 'PENDING'`);
    },
    settle: async (id, settlement, now) => {
      const reference = settlement.status === 'CAPTURED' ? settlement.reference : null;
      const reason = settlement.status === 'CAPTURED' ? null : settlement.reason;
      const settled = await db.query(sql`
        update payments
        set status = ${settlement.status}::payment_status, reason = ${reason}, provider_reference = ${reference}, settled_at = ${now}
        where id = ${id} and status = 'PENDING'
        returning id`);
      return settled.length > 0;
    },
    lock: async (id) => {
      const [payment] = await db.query<Payment>(sql`
        select id, order_id as "orderId", order_number as "orderNumber", customer_id as "customerId", amount_minor as "amountMinor",
               currency, status, reason, refunded_minor as "refundedMinor", created_at as "createdAt"
        from payments where id = ${id} for update`);
      return payment ?? null;
    },
    lockByOrder: async (orderId) => {
      const [payment] = await db.query<Payment>(sql`
        select id, order_id as "orderId", order_number as "orderNumber", customer_id as "customerId", amount_minor as "amountMinor",
               currency, status, reason, refunded_minor as "refundedMinor", created_at as "createdAt"
        from payments where order_id = ${orderId} for update`);
      return payment ?? null;
    },
    addRefunded: async (id, amountMinor) => {
      await db.execute(sql`update payments set refunded_minor = refunded_minor + ${amountMinor} where id = ${id}`);
    },
  };
}

async function insert(db: Queryable, payment: NewPayment, origin: Origin): Promise<void> {
  await db.execute(sql`
    insert into payments
      (id, order_id, order_number, customer_id, amount_minor, currency, payment_token, next_attempt_at, created_at,
       correlation_id, causation_id, traceparent)
    values (${payment.id}, ${payment.orderId}, ${payment.orderNumber}, ${payment.customerId}, ${payment.amountMinor},
            ${payment.currency}, ${payment.paymentToken}, ${payment.createdAt}, ${payment.createdAt},
            ${origin.correlationId}, ${origin.causationId}, ${origin.traceparent})
    on conflict (order_id) do nothing`);
}
