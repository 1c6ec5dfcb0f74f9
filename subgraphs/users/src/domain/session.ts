/** A session as its account sees it. */
export interface SessionView {
  readonly id: string;
  /** Null for a client that is no browser, or did not say. */
  readonly device: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
}

/** A refresh token as it is stored, with what is known of its session. */
export interface StoredRefreshToken {
  readonly sessionId: string;
  readonly accountId: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly sessionEndedAt: Date | null;
}

/**
 * A browser that leaves a page drops the answer that would have replaced its cookie, and comes again with the old one:
 * signing it out for that would punish everybody who reloads. What this gives to a thief of an HttpOnly cookie is these
 * few seconds.
 */
export const COOKIE_GRACE_MS = 10_000;

/** What to do with a refresh token that came in. */
export type RefreshDecision = 'rotate' | 'end-session' | 'refuse';

/**
 * A token that was used before is in two hands, and nobody can tell whose is the thief's: the whole session ends, and
 * the account's owner signs in again. RFC 9700, section 4.14.2. Within `graceMs` of its first use it is taken for the
 * same hand, whose answer got lost.
 */
export function decideRefresh(token: StoredRefreshToken, now: Date, graceMs = 0): RefreshDecision {
  if (token.sessionEndedAt !== null) return 'refuse';
  // Without a grace no time counts: the clock of whoever comes second may be behind, or was read before it waited.
  if (token.usedAt !== null && (graceMs === 0 || now.getTime() - token.usedAt.getTime() >= graceMs)) {
    return 'end-session';
  }
  return token.expiresAt > now ? 'rotate' : 'refuse';
}
