import { GraphQLError } from 'graphql';
import { routerErrors } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';

/** For how long a client may follow a stream: until it goes, or its token ends. */
export interface Life {
  readonly signal: AbortSignal;
  readonly isExpired: () => boolean;
  /** Done once it is over, or the client has gone. */
  readonly whenOver: (work: () => void) => void;
  /** It is over. */
  readonly end: () => void;
}

/** A timer of more overflows, and fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export function lifeOf({ signal, expiresAt }: Pick<RequestContext, 'signal' | 'expiresAt'>): Life {
  const expiry = new AbortController();
  const expire = () => expiry.abort();
  const timer =
    expiresAt === null ? undefined : setTimeout(expire, Math.min(MAX_TIMER_MS, Math.max(0, expiresAt - Date.now())));
  const over = new AbortController();
  const end = () => {
    clearTimeout(timer);
    over.abort();
  };
  const life = AbortSignal.any([signal, expiry.signal]);
  // Also for a client who goes before it is told anything.
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return {
    signal: life,
    isExpired: () => expiry.signal.aborted,
    whenOver: (work) => {
      if (over.signal.aborted) work();
      else over.signal.addEventListener('abort', work, { once: true });
    },
    end: () => {
      signal.removeEventListener('abort', end);
      end();
    },
  };
}

/** The last that such a client hears: it comes back with a new token. */
export function tokenExpired(): GraphQLError {
  const refusal = routerErrors.UNAUTHENTICATED({ reason: 'TOKEN_EXPIRED' });
  return new GraphQLError(refusal.message, { originalError: refusal });
}
