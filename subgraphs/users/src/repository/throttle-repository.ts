import { text } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { signInThrottles } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { ThrottleState } from '../domain/throttle.ts';

export interface StoredThrottle extends ThrottleState {
  /** Until when the client of this row counts as known to the account. */
  readonly trustedUntil: Date | null;
}

export interface ThrottleRow {
  readonly key: Buffer;
  /** Of the e-mail address that is counted for, if it is one. */
  readonly emailKey: Buffer | null;
}

export interface ThrottleRepository {
  /** The rows that exist, by their key in hexadecimal. */
  read(keys: readonly Buffer[]): Promise<ReadonlyMap<string, StoredThrottle>>;
  /** The row, made if there is none, locked until the transaction ends. Lock several in the order of their keys. */
  lock(row: ThrottleRow, expiresAt: Date): Promise<StoredThrottle>;
  /** Writes the row, whether it exists or not. */
  save(row: ThrottleRow, throttle: StoredThrottle, expiresAt: Date): Promise<void>;
  /** Removes all that is counted for an e-mail address. */
  removeByEmail(emailKey: Buffer): Promise<void>;
  removeExpired(now: Date): Promise<number>;
}

const THROTTLE = signInThrottles.columns('failures', 'lastFailedAt', 'blockedUntil', 'trustedUntil');

export function createThrottleRepository(db: Queryable): ThrottleRepository {
  return {
    read: async (keys) => {
      const rows = await db.query(sql`
        select encode(key, 'hex') as ${alias('key', text)}, ${THROTTLE}
        from sign_in_throttles where key = any(${keys}::bytea[])`);
      return new Map(rows.map((row) => [row.key, row]));
    },
    lock: async ({ key, emailKey }, expiresAt) => {
      const [row] = await db.query(sql`
        insert into sign_in_throttles (key, failures, expires_at, email_key) values (${key}, 0, ${expiresAt},
          ${emailKey})
        on conflict (key) do update set key = excluded.key
        returning ${THROTTLE}`);
      return row ?? { failures: 0, lastFailedAt: null, blockedUntil: null, trustedUntil: null };
    },
    save: async ({ key, emailKey }, throttle, expiresAt) => {
      await db.execute(sql`
        insert into sign_in_throttles (
          key, failures, last_failed_at, blocked_until, trusted_until, expires_at, email_key
        ) values (
          ${key}, ${throttle.failures}, ${throttle.lastFailedAt}, ${throttle.blockedUntil}, ${throttle.trustedUntil},
          ${expiresAt}, ${emailKey}
        )
        on conflict (key) do update
        set failures = excluded.failures, last_failed_at = excluded.last_failed_at,
          blocked_until = excluded.blocked_until,
            trusted_until = excluded.trusted_until, expires_at = excluded.expires_at, email_key = excluded.email_key`);
    },
    removeByEmail: async (emailKey) => {
      await db.execute(sql`delete from sign_in_throttles where email_key = ${emailKey}`);
    },
    removeExpired: async (now) => {
      const removed = await db.query(sql`delete from sign_in_throttles where expires_at < ${now} returning key`);
      return removed.length;
    },
  };
}
