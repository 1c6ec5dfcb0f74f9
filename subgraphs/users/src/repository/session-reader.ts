import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { sessions } from '../generated/tables.ts';
import type { SessionView } from '../domain/session.ts';

/** Reads outside of any transaction. */
export interface SessionReader {
  /** The sessions of accounts that can still be used, last used first. One query for any number of accounts. */
  ofAccounts(accountIds: readonly string[], now: Date): Promise<(SessionView & { readonly accountId: string })[]>;
}

export function createSessionReader(db: Queryable): SessionReader {
  return {
    ofAccounts: (accountIds, now) =>
      db.query(sql`
        select ${sessions.columns('id', 'accountId', 'device', 'createdAt', 'lastUsedAt')}
        from sessions where account_id = any(${accountIds}::uuid[]) and ended_at is null and expires_at > ${now}
        order by last_used_at desc, id desc`),
  };
}
