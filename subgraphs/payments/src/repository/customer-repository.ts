import type { Queryable } from '@galleria/kit/database';
import { sql } from '@galleria/kit/sql';
import type { Locale } from '../domain/locale.ts';

/** What payments knows of accounts. */
export interface CustomerRepository {
  /**
   * Keeps the customer from being erased until the transaction ends. Whoever writes personal data of a customer takes it first: either
   * the writer sees that the customer is erased, or the erasure sees what was written.
   */
  holdOffErasure(id: string): Promise<void>;
  /** Waits for those who hold it off, and keeps others from beginning until the transaction ends. */
  beginErasure(id: string, now: Date): Promise<void>;
  /** Nothing happens to a customer who is erased. */
  learnLocale(id: string, locale: Locale): Promise<void>;
}

export function createCustomerRepository(db: Queryable): CustomerRepository {
  return {
    holdOffErasure: (id) => db.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${id}, 0))`),
    beginErasure: async (id, now) => {
      await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`);
      await db.execute(sql`
        insert into customers as customer (id, erased_at) values (${id}, ${now})
        on conflict (id) do update set locale = null, erased_at = coalesce(customer.erased_at, excluded.erased_at)`);
    },
    learnLocale: (id, locale) =>
      db.execute(sql`
        insert into customers as customer (id, locale) values (${id}, ${locale})
        on conflict (id) do update set locale = excluded.locale where customer.erased_at is null`),
  };
}
