import { optional, timestamp } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { refreshTokens, sessions } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { StoredRefreshToken } from '../domain/session.ts';

export interface SessionRepository {
  /** Begins a session with its first refresh token. */
  start(session: NewSession): Promise<void>;
  /** A refresh token and its session, locked: a second use at the same moment waits, and then sees the first. */
  lockToken(hash: Buffer): Promise<StoredRefreshToken | null>;
  /** Marks a token as used, if it was not, and adds one that follows it. */
  rotate(step: TokenStep): Promise<void>;
  /** False when the account has no such session or it has ended. */
  end(session: { readonly id: string; readonly accountId: string }, reason: SessionEnd, now: Date): Promise<boolean>;
  /** Ends the sessions of an account, all or all but one; gives how many. */
  endAll(accountId: string, reason: SessionEnd, now: Date, exceptId?: string): Promise<number>;
  /** Removes sessions, with their tokens, that ran out before the given moment. */
  removeExpired(before: Date): Promise<number>;
}

export type SessionEnd = 'SIGNED_OUT' | 'TOKEN_REUSED' | 'PASSWORD_CHANGED';

export interface NewSession {
  readonly id: string;
  readonly accountId: string;
  readonly device: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly tokenHash: Buffer;
}

export interface TokenStep {
  readonly sessionId: string;
  readonly usedHash: Buffer;
  readonly nextHash: Buffer;
  readonly now: Date;
  readonly expiresAt: Date;
}

export function createSessionRepository(db: Queryable): SessionRepository {
  return {
    start: (session) => start(db, session),
    lockToken: (hash) => lockToken(db, hash),
    rotate: (step) => rotate(db, step),
    end: async ({ id, accountId }, reason, now) => {
      const ended = await db.query(sql`
        update sessions set ended_at = ${now}, end_reason = ${reason}::session_end
        where id = ${id} and account_id = ${accountId} and ended_at is null returning id`);
      return ended.length > 0;
    },
    endAll: async (accountId, reason, now, exceptId) => {
      const ended = await db.query(sql`
        update sessions set ended_at = ${now}, end_reason = ${reason}::session_end
        where account_id = ${accountId} and ended_at is null and id is distinct from ${exceptId ?? null}::uuid
          returning id`);
      return ended.length;
    },
    removeExpired: async (before) => {
      const removed = await db.query(sql`delete from sessions where expires_at < ${before} returning id`);
      return removed.length;
    },
  };
}

async function start(db: Queryable, session: NewSession): Promise<void> {
  const { id, accountId, device, createdAt, expiresAt, tokenHash } = session;
  await db.execute(sql`
    with session as (
      insert into sessions (id, account_id, device, created_at, last_used_at, expires_at)
      values (${id}, ${accountId}, ${device}, ${createdAt}, ${createdAt}, ${expiresAt}) returning id, expires_at
    )
    insert into refresh_tokens (hash, session_id, expires_at) select ${tokenHash}::bytea, id, expires_at from session`);
}

async function lockToken(db: Queryable, hash: Buffer): Promise<StoredRefreshToken | null> {
  // Both rows are locked: PostgreSQL reads a row again after waiting for it, but not the rows that it is joined with.
  const [token] = await db.query(sql`
    select ${refreshTokens.as('token').columns('sessionId', 'expiresAt', 'usedAt')},
      ${sessions.as('session').columns('accountId')},
           session.ended_at as ${alias('sessionEndedAt', optional(timestamp))}
    from refresh_tokens token join sessions session on session.id = token.session_id
    where token.hash = ${hash} for update`);
  return token ?? null;
}

async function rotate(db: Queryable, { sessionId, usedHash, nextHash, now, expiresAt }: TokenStep): Promise<void> {
  await db.execute(sql`
    with used as (
      update refresh_tokens set used_at = coalesce(used_at, ${now}) where hash = ${usedHash}
    ), prolonged as (
      update sessions set expires_at = ${expiresAt}, last_used_at = ${now} where id = ${sessionId}
    )
    insert into refresh_tokens (hash, session_id, expires_at) values (${nextHash}, ${sessionId}, ${expiresAt})`);
}
