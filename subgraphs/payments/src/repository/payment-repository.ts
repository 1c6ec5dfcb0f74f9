import { json, listOf, optional, text } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { ORIGIN } from './origin-columns.ts';
import { payments } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import { erasedOrigin, type Origin } from '../domain/origin.ts';
import type { InvoiceLine } from '../domain/invoice.ts';
import type { Payment, SettledPayment, Settlement } from '../domain/payment.ts';

export interface NewPayment extends Omit<Payment, 'status' | 'reason' | 'refundedMinor'> {
  readonly paymentToken: string;
  /** Null when it is not known what was bought. */
  readonly lines: readonly InvoiceLine[] | null;
  readonly billTo: readonly string[];
}

export interface PaymentRepository {
  /**
   * Records a charge that is to be made at once, in one statement. Nothing happens when the order has a payment
   * already. The address of a customer who is erased is not kept, nor the request behind it; the customer's row is
   * locked, so that an erasure at the same moment comes before, and is seen, or after, and finds what was written.
   */
  insert(payment: NewPayment, origin: Origin): Promise<void>;
  /**
   * Calls a pending charge off: at once if the provider was never asked, otherwise the provider is to be asked what
   * became of it. Nothing happens to a payment that is settled.
   */
  cancel(orderId: string, reason: string, now: Date): Promise<void>;
  /**
   * Ends a pending payment: means of payment and address are handed out, and not kept. Null when it has ended already.
   */
  settle(id: string, settlement: Settlement, now: Date): Promise<SettledPayment | null>;
  /** The payment, locked until the transaction ends; null when there is none. */
  lock(id: string): Promise<Payment | null>;
  lockByOrder(orderId: string): Promise<Payment | null>;
  /** Notes that its order came to nothing; the first time stays. */
  reverse(id: string, now: Date): Promise<void>;
  /**
   * Counts an amount as given back, or, negative, as kept after all. A CHECK keeps the sum within what was captured.
   */
  addRefunded(id: string, amountMinor: number): Promise<void>;
}

const PAYMENT = payments.columns(
  ...(['id', 'orderId', 'orderNumber', 'customerId', 'amountMinor', 'currency'] as const),
  ...(['status', 'reason', 'refundedMinor', 'createdAt'] as const),
);
const SETTLED = payments
  .as('payment')
  .columns('id', 'orderId', 'orderNumber', 'customerId', 'amountMinor', 'currency', ...ORIGIN);

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
            payment_token = case when attempts > 0 then payment_token end,
            bill_to = case when attempts > 0 then bill_to else '{}' end,
            settled_at = case when attempts = 0 then ${now}::timestamptz end
        where order_id = ${orderId} and status = 'PENDING'`);
    },
    settle: async (id, settlement, now) => {
      const reference = settlement.status === 'CAPTURED' ? settlement.reference : null;
      const reason = settlement.status === 'CAPTURED' ? null : settlement.reason;
      const [settled] = await db.query(sql`
        update payments as payment
        set status = ${settlement.status}::payment_status, reason = ${reason}, provider_reference = ${reference},
          settled_at = ${now},
            payment_token = null, bill_to = '{}'
        from (select id, coalesce(bill_to, '{}') as bill_to from payments where id = ${id}
          and status = 'PENDING' for update) as pending
        where payment.id = pending.id
        returning ${SETTLED}, payment.lines as ${alias('lines', optional(json<readonly InvoiceLine[]>()))},
                  pending.bill_to as ${alias('billTo', listOf(text))}`);
      return settled ?? null;
    },
    lock: async (id) => {
      const [payment] = await db.query(sql`
        select ${PAYMENT} from payments where id = ${id} for update`);
      return payment ?? null;
    },
    lockByOrder: async (orderId) => {
      const [payment] = await db.query(sql`
        select ${PAYMENT} from payments where order_id = ${orderId} for update`);
      return payment ?? null;
    },
    reverse: async (id, now) => {
      await db.execute(sql`
        update payments set reversed_at = ${now}::timestamptz where id = ${id} and reversed_at is null`);
    },
    addRefunded: async (id, amountMinor) => {
      await db.execute(sql`update payments set refunded_minor = refunded_minor + ${amountMinor} where id = ${id}`);
    },
  };
}

async function insert(db: Queryable, payment: NewPayment, origin: Origin): Promise<void> {
  const erased = erasedOrigin(payment.orderId);
  // Other than a read, the upsert sees what was committed a moment ago, and waits for what is about to be.
  await db.execute(sql`
    with customer as (
      insert into customers as known (id) values (${payment.customerId})
      on conflict (id) do update set erased_at = known.erased_at
      returning erased_at
    )
    insert into payments
      (id, order_id, order_number, customer_id, amount_minor, currency, payment_token, lines, bill_to, next_attempt_at,
       created_at, correlation_id, causation_id, traceparent)
    select ${payment.id}::uuid, ${payment.orderId}::uuid, ${payment.orderNumber}, ${payment.customerId}::uuid,
           ${payment.amountMinor}::int, ${payment.currency}, ${payment.paymentToken},
           ${payment.lines === null ? null : JSON.stringify(payment.lines)}::jsonb,
           case when customer.erased_at is null then ${payment.billTo}::text[] else '{}' end,
           ${payment.createdAt}::timestamptz, ${payment.createdAt}::timestamptz,
           case when customer.erased_at is null then ${origin.correlationId} else ${erased.correlationId} end,
           case when customer.erased_at is null then ${origin.causationId} else ${erased.causationId} end,
           case when customer.erased_at is null then ${origin.traceparent} else ${erased.traceparent} end
    from customer
    on conflict (order_id) do nothing`);
}
