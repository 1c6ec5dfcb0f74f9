import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { erasedAccounts } from '../generated/tables.ts';

/** Whose account was erased. */
export interface ErasedAccounts {
  /**
   * Until the transaction ends nobody else keeps a letter about this account or erases it: whoever comes second sees
   * what the first has done.
   */
  lock(userId: string): Promise<void>;
  add(userId: string, erasedAt: Date): Promise<void>;
  has(userId: string): Promise<boolean>;
}

export function createErasedAccounts(db: Queryable): ErasedAccounts {
  return {
    lock: async (userId) => {
      await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${userId}, 0))`);
    },
    add: async (userId, erasedAt) => {
      const { names, values } = erasedAccounts.row({ userId, erasedAt });
      await db.execute(sql`insert into erased_accounts (${names}) values (${values}) on conflict do nothing`);
    },
    has: async (userId) => {
      const rows = await db.query(
        sql`select ${erasedAccounts.columns('userId')} from erased_accounts where user_id = ${userId}`,
      );
      return rows.length > 0;
    },
  };
}
