import { isId, newId } from '@galleria/kit/identifiers';
import type { Account } from '../../domain/account.ts';
import { decideRefresh } from '../../domain/session.ts';
import type { AccountReader } from '../../repository/account-reader.ts';
import type { UnitOfWork, Work } from '../../repository/unit-of-work.ts';
import type { AccessTokens } from './access-tokens.ts';
import { createSecretToken, hashOfSecretToken } from '../email/secret-token.ts';

/** What a client gets when a session begins or goes on. */
export interface SignedIn {
  readonly kind: 'signed-in';
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token ends. */
  readonly expiresAt: Date;
  readonly account: Account;
}

export type RefreshOutcome = SignedIn | { readonly kind: 'invalid-refresh-token' };

export interface Sessions {
  /**
   * Begins a session in the caller's transaction; the tokens are worth nothing until it commits. `device` is null when
   * not known.
   */
  start(work: Pick<Work, 'sessions'>, account: Account, device: string | null): Promise<SignedIn>;
  /** `graceMs` is for how long after its first use a token may come again; not at all when absent. */
  refresh(refreshToken: string, graceMs?: number): Promise<RefreshOutcome>;
  /** True when a session was ended: the one given, or any of the account's if it is to be everywhere. */
  signOut(session: { accountId: string; sessionId: string | undefined; everywhere: boolean }): Promise<boolean>;
  /**
   * The same for who holds the session's refresh token only. Of a token that is not the newest, only its own session
   * ends.
   */
  signOutByToken(holder: { refreshToken: string; everywhere: boolean }): Promise<boolean>;
}

export interface SessionDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly reader: AccountReader;
  readonly accessTokens: AccessTokens;
  readonly clock: () => Date;
  readonly refreshTokenDays: number;
}

const INVALID: RefreshOutcome = { kind: 'invalid-refresh-token' };
const DAY_MS = 86_400_000;

export function createSessions(dependencies: SessionDependencies): Sessions {
  const { unitOfWork, accessTokens, clock, refreshTokenDays } = dependencies;
  const expiry = (now: Date) => new Date(now.getTime() + refreshTokenDays * DAY_MS);

  return {
    start: async (work, account, device) => {
      const now = clock();
      const sessionId = newId();
      const { token, hash } = createSecretToken();
      const access = await accessTokens.issue(account, sessionId);
      await work.sessions.start({
        id: sessionId,
        accountId: account.id,
        device,
        createdAt: now,
        expiresAt: expiry(now),
        tokenHash: hash,
      });
      return signedIn(account, access, token);
    },
    refresh: async (refreshToken, graceMs = 0) => {
      const usedHash = hashOfSecretToken(refreshToken);
      if (usedHash === null) return INVALID;
      const next = createSecretToken();
      const rotated = await unitOfWork((work) =>
        rotate(work, { usedHash, nextHash: next.hash, now: clock(), expiry, graceMs }),
      );
      return rotated === null ? INVALID : goOn(dependencies, rotated, next.token);
    },
    signOut: async ({ accountId, sessionId, everywhere }) =>
      unitOfWork(async ({ sessions }) => {
        if (everywhere) return (await sessions.endAll(accountId, 'SIGNED_OUT', clock())) > 0;
        if (sessionId === undefined || !isId(sessionId)) return false;
        return sessions.end({ id: sessionId, accountId }, 'SIGNED_OUT', clock());
      }),
    signOutByToken: async ({ refreshToken, everywhere }) => {
      const hash = hashOfSecretToken(refreshToken);
      if (hash === null) return false;
      return unitOfWork(async ({ sessions }) => {
        const now = clock();
        const token = await sessions.lockToken(hash);
        if (token === null) return false;
        const { sessionId: id, accountId } = token;
        if (everywhere && decideRefresh(token, now) === 'rotate') {
          return (await sessions.endAll(accountId, 'SIGNED_OUT', now)) > 0;
        }
        return sessions.end({ id, accountId }, 'SIGNED_OUT', now);
      });
    },
  };
}

interface Rotated {
  readonly sessionId: string;
  readonly accountId: string;
}

/** Null when the token is refused. That its session ends, if it was used before, is committed all the same. */
async function rotate(
  work: Work,
  step: { usedHash: Buffer; nextHash: Buffer; now: Date; expiry: (now: Date) => Date; graceMs: number },
): Promise<Rotated | null> {
  const { usedHash, nextHash, now, expiry, graceMs } = step;
  const token = await work.sessions.lockToken(usedHash);
  if (token === null) return null;
  const { sessionId, accountId } = token;
  switch (decideRefresh(token, now, graceMs)) {
    case 'refuse':
      return null;
    case 'end-session':
      await work.sessions.end({ id: sessionId, accountId }, 'TOKEN_REUSED', now);
      return null;
    case 'rotate':
      await work.sessions.rotate({ sessionId, usedHash, nextHash, now, expiresAt: expiry(now) });
      return { sessionId, accountId };
  }
}

/** The roles are read anew, so that a change of them shows after one access token's life. */
async function goOn(
  { reader, accessTokens }: SessionDependencies,
  { sessionId, accountId }: Rotated,
  refreshToken: string,
): Promise<RefreshOutcome> {
  const [account] = await reader.byIds([accountId]);
  if (account === undefined) return INVALID;
  return signedIn(account, await accessTokens.issue(account, sessionId), refreshToken);
}

function signedIn(account: Account, access: { token: string; expiresAt: Date }, refreshToken: string): SignedIn {
  return { kind: 'signed-in', accessToken: access.token, refreshToken, expiresAt: access.expiresAt, account };
}
