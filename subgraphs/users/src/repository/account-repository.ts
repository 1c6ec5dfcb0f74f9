import type { Queryable } from '@galleria/kit/database';
import { sql } from '@galleria/kit/sql';
import type { Account } from '../domain/account.ts';
import type { Address } from '../domain/address.ts';

export interface AccountRepository {
  /** False when another account has the e-mail address; of two at the same moment, the second waits and gets false. */
  insert(account: Omit<Account, 'addresses'> & { readonly passwordHash: string }): Promise<boolean>;
  /** Keeps others from changing the account until the transaction ends. False when there is none. */
  lock(accountId: string): Promise<boolean>;
  countAddresses(accountId: string): Promise<number>;
  insertAddress(accountId: string, address: Address): Promise<void>;
  /** False when the account has no address with this id. */
  updateAddress(accountId: string, address: Address): Promise<boolean>;
  /** False when the account has no address with this id. */
  removeAddress(accountId: string, addressId: string): Promise<boolean>;
  /** Gives what the others need to know of the change; null when there is no such account. */
  rename(accountId: string, name: string): Promise<{ readonly email: string; readonly nameBefore: string } | null>;
}

export function createAccountRepository(db: Queryable): AccountRepository {
  return {
    insert: async (account) => {
      const inserted = await db.query(sql`
        insert into accounts (id, email, name, password_hash, roles, standing, created_at)
        values (${account.id}, ${account.email}, ${account.name}, ${account.passwordHash},
                ${account.roles}::text[]::role[], ${account.standing}::account_standing, ${account.createdAt})
        on conflict (email) do nothing returning id`);
      return inserted.length > 0;
    },
    lock: async (accountId) => {
      const found = await db.query(sql`select id from accounts where id = ${accountId} for update`);
      return found.length > 0;
    },
    countAddresses: async (accountId) => {
      const [row] = await db.query<{ count: number }>(sql`
        select count(*)::int as count from addresses where account_id = ${accountId}`);
      return row?.count ?? 0;
    },
    insertAddress: async (accountId, address) => {
      await db.execute(sql`
        insert into addresses (id, account_id, full_name, line1, line2, city, postal_code, country)
        values (${address.id}, ${accountId}, ${address.fullName}, ${address.line1}, ${address.line2},
                ${address.city}, ${address.postalCode}, ${address.country})`);
    },
    updateAddress: async (accountId, address) => {
      const updated = await db.query(sql`
        update addresses
        set full_name = ${address.fullName}, line1 = ${address.line1}, line2 = ${address.line2}, city = ${address.city},
            postal_code = ${address.postalCode}, country = ${address.country}
        where id = ${address.id} and account_id = ${accountId} returning id`);
      return updated.length > 0;
    },
    removeAddress: async (accountId, addressId) => {
      const removed = await db.query(sql`
        delete from addresses where id = ${addressId} and account_id = ${accountId} returning id`);
      return removed.length > 0;
    },
    rename: async (accountId, name) => {
      const [renamed] = await db.query<{ email: string; nameBefore: string }>(sql`
        with before as (select id, name from accounts where id = ${accountId} for update)
        update accounts account set name = ${name} from before where account.id = before.id
        returning account.email, before.name as "nameBefore"`);
      return renamed ?? null;
    },
  };
}
