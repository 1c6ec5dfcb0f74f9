import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';

/** Whose account is gone. */
export interface ErasedCustomerRepository {
  add(customerId: string, at: Date): Promise<void>;
  has(customerId: string): Promise<boolean>;
  /** Takes what tells who the customer was from messages about these orders that have yet to be sent. */
  redactMessages(orderIds: readonly string[]): Promise<void>;
}

export function createErasedCustomerRepository(db: Queryable): ErasedCustomerRepository {
  return {
    add: async (customerId, at) => {
      await db.execute(sql`
        insert into erased_customers (customer_id, erased_at) values (${customerId}, ${at}) on conflict do nothing`);
    },
    has: async (customerId) =>
      (await db.query(sql`select customer_id from erased_customers where customer_id = ${customerId}`)).length > 0,
    redactMessages: async (orderIds) => {
      // A row that the relay has just read goes out as it was.
      await db.execute(sql`
        update outbox set payload = (payload::jsonb - 'billTo')::text
        where key = any(${orderIds}::text[]) and type like 'payments.charge.%'`);
      await db.execute(sql`
        update outbox set payload = jsonb_set(payload::jsonb, '{trackingNumber}', 'null')::text
        where key = any(${orderIds}::text[]) and type like 'orders.order-shipped.%'`);
    },
  };
}
