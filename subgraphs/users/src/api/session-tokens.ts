import { requireViewer } from '@galleria/kit/graphql/viewer';
import { COOKIE_GRACE_MS } from '../domain/session.ts';
import type { RefreshOutcome, SignedIn } from '../service/session/sessions.ts';
import type { BrowserSession } from './browser-session.ts';
import type { GraphQLContext } from './context.ts';

/** Puts the refresh token of a session into the cookie of a browser that wants it there, and then into no answer. */
export function handOver<Outcome extends SignedIn | { readonly kind: string }>(
  outcome: Outcome,
  browserSession: BrowserSession,
): Outcome {
  if (!browserSession.isWanted || !isSignedIn(outcome)) return outcome;
  browserSession.keep(outcome.refreshToken);
  return { ...outcome, refreshToken: '' };
}

/** Trades the token that was sent or, without one, that of the cookie. A cookie that is worth nothing is cleared. */
export async function refresh(
  sent: string | null,
  { sessions, browserSession }: Pick<GraphQLContext, 'sessions' | 'browserSession'>,
): Promise<RefreshOutcome> {
  const outcome = sent === null ? await refreshByCookie(browserSession, sessions) : await sessions.refresh(sent);
  if (outcome.kind === 'invalid-refresh-token') browserSession.forget();
  return handOver(outcome, browserSession);
}

/**
 * Ends the session of the access token or, for a browser whose access token has expired, of the cookie. True when one
 * was ended. Throws UNAUTHENTICATED for a visitor who is no such browser.
 */
export async function signOut(
  everywhere: boolean,
  { sessions, browserSession, caller }: Pick<GraphQLContext, 'sessions' | 'browserSession' | 'caller'>,
): Promise<boolean> {
  browserSession.forget();
  if (caller.viewer === null && browserSession.isWanted) {
    const { refreshToken } = browserSession;
    return refreshToken === null ? false : sessions.signOutByToken({ refreshToken, everywhere });
  }
  const { userId, sessionId } = requireViewer(caller);
  return sessions.signOut({ accountId: userId, sessionId, everywhere });
}

async function refreshByCookie(
  { refreshToken }: BrowserSession,
  sessions: GraphQLContext['sessions'],
): Promise<RefreshOutcome> {
  return refreshToken === null ? { kind: 'invalid-refresh-token' } : sessions.refresh(refreshToken, COOKIE_GRACE_MS);
}

function isSignedIn(outcome: SignedIn | { readonly kind: string }): outcome is SignedIn {
  return outcome.kind === 'signed-in';
}
