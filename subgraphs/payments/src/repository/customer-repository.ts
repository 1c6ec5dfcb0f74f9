import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { customers } from '../generated/tables.ts';
import type { Locale } from '../domain/locale.ts';

/** What payments knows of accounts. */
export interface CustomerRepository {
  /**
   * Marks the customer as erased, for good, and keeps nothing else, not even how often the account has changed; waits
   * for charges of theirs that are being written down.
   */
  markErased(id: string, now: Date): Promise<void>;
  /** Until the transaction ends, nobody erases the customer: what is written meanwhile, an erasure finds. */
  isErased(id: string): Promise<boolean>;
  /**
   * Nothing happens to a customer who is erased, nor where a later version of the account has told the language already
   * (docs/decisions/025-newer-is-a-higher-version.md).
   */
  learnLocale(id: string, locale: Locale, version: number): Promise<void>;
}

export function createCustomerRepository(db: Queryable): CustomerRepository {
  return {
    markErased: (id, now) =>
      db.execute(sql`
        insert into customers as customer (id, erased_at) values (${id}, ${now})
        on conflict (id) do update
        set locale = null, locale_version = 0, erased_at = coalesce(customer.erased_at, excluded.erased_at)`),
    isErased: async (id) => {
      // An upsert, for a customer of whom nothing is known yet: an erasure waits for this row, too.
      const [known] = await db.query(sql`
        insert into customers as known (id) values (${id})
        on conflict (id) do update set erased_at = known.erased_at
        returning ${customers.columns('erasedAt')}`);
      return known !== undefined && known.erasedAt !== null;
    },
    learnLocale: (id, locale, version) =>
      db.execute(sql`
        insert into customers as customer (id, locale, locale_version) values (${id}, ${locale}, ${version})
        on conflict (id) do update set locale = excluded.locale, locale_version = excluded.locale_version
        where customer.erased_at is null and customer.locale_version <= excluded.locale_version`),
  };
}
