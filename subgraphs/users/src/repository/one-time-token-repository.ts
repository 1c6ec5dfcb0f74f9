import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { oneTimeTokens } from '../generated/tables.ts';
import type { TokenPurpose } from '../domain/one-time-token.ts';

export interface OneTimeTokenRepository {
  /** Writes a token in the place of the one before it, which is worth nothing from then on. */
  put(token: NewOneTimeToken): Promise<void>;
  /** Whose token it is; null when there is none that still works. It stays. */
  ownerOf(purpose: TokenPurpose, hash: Buffer, now: Date): Promise<string | null>;
  /** Takes the token away. False when somebody else was faster, or its time is over: it works once. */
  use(token: { accountId: string; purpose: TokenPurpose; hash: Buffer }, now: Date): Promise<boolean>;
  /**
   * The address that the account is to have by this token; null when the token does not work, or is another account's.
   * It stays.
   */
  newEmailOf(token: { accountId: string; hash: Buffer }, now: Date): Promise<string | null>;
  remove(accountId: string, purposes: readonly TokenPurpose[]): Promise<void>;
  removeExpired(now: Date): Promise<number>;
}

export interface NewOneTimeToken {
  readonly accountId: string;
  readonly purpose: TokenPurpose;
  readonly hash: Buffer;
  readonly expiresAt: Date;
  /** For CHANGE_EMAIL, and null for the others. */
  readonly newEmail: string | null;
}

export function createOneTimeTokenRepository(db: Queryable): OneTimeTokenRepository {
  return {
    put: async ({ accountId, purpose, hash, expiresAt, newEmail }) => {
      await db.execute(sql`
        insert into one_time_tokens (account_id, purpose, hash, expires_at, new_email)
        values (${accountId}, ${purpose}::token_purpose, ${hash}, ${expiresAt}, ${newEmail})
        on conflict (account_id, purpose) do update
        set hash = excluded.hash, expires_at = excluded.expires_at, new_email = excluded.new_email`);
    },
    ownerOf: async (purpose, hash, now) => {
      const [found] = await db.query(sql`
        select ${oneTimeTokens.columns('accountId')} from one_time_tokens
        where hash = ${hash} and purpose = ${purpose}::token_purpose and expires_at > ${now}`);
      return found?.accountId ?? null;
    },
    use: async ({ accountId, purpose, hash }, now) => {
      const used = await db.query(sql`
        delete from one_time_tokens
        where account_id = ${accountId} and purpose = ${purpose}::token_purpose and hash = ${hash}
          and expires_at > ${now}
        returning account_id`);
      return used.length > 0;
    },
    newEmailOf: async ({ accountId, hash }, now) => {
      const [found] = await db.query(sql`
        select ${oneTimeTokens.columns('newEmail')} from one_time_tokens
        where account_id = ${accountId} and purpose = 'CHANGE_EMAIL' and hash = ${hash} and expires_at > ${now}`);
      return found?.newEmail ?? null;
    },
    remove: async (accountId, purposes) => {
      await db.execute(sql`
        delete from one_time_tokens
        where account_id = ${accountId} and purpose = any(${purposes}::text[]::token_purpose[])`);
    },
    removeExpired: async (now) => {
      const removed = await db.query(sql`delete from one_time_tokens where expires_at <= ${now} returning account_id`);
      return removed.length;
    },
  };
}
