/** A refresh token as it is stored, with what is known of its session. */
export interface StoredRefreshToken {
  readonly sessionId: string;
  readonly accountId: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly sessionEndedAt: Date | null;
}

/** What to do with a refresh token that came in. */
export type RefreshDecision = 'rotate' | 'end-session' | 'refuse';

/**
 * A token that was used before is in two hands, and nobody can tell whose is the thief's: the whole session ends, and the
 * account's owner signs in again. RFC 9700, section 4.14.2.
 */
export function decideRefresh(token: StoredRefreshToken, now: Date): RefreshDecision {
  if (token.sessionEndedAt !== null) return 'refuse';
  if (token.usedAt !== null) return 'end-session';
  return token.expiresAt > now ? 'rotate' : 'refuse';
}
