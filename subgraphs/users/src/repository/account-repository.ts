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
  };
}
