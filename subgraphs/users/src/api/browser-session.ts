import { readCookie, SESSION_COOKIE, SESSION_HEADER, SESSION_IN_COOKIE } from '@galleria/kit/session-cookie';
import type { HttpExchange } from '@galleria/kit/graphql/subgraph-server';

/** Keeps the refresh token of a browser that asks for it where no script can read it. */
export interface BrowserSession {
  /** Whether the client is a browser that wants its refresh token in a cookie. */
  readonly isWanted: boolean;
  /** What the cookie holds; null without one, and for a client that did not ask. */
  readonly refreshToken: string | null;
  keep(refreshToken: string): void;
  forget(): void;
}

export interface CookieSettings {
  readonly maxAgeSeconds: number;
  /** Whether browsers may send it over HTTPS only. */
  readonly secure: boolean;
}

const DAY_SECONDS = 86_400;
/** The one path that reads it. */
const ATTRIBUTES = 'Path=/graphql; HttpOnly; SameSite=Strict';

export function cookieSettings(config: { REFRESH_TOKEN_DAYS: number; NODE_ENV: string }): CookieSettings {
  return { maxAgeSeconds: config.REFRESH_TOKEN_DAYS * DAY_SECONDS, secure: config.NODE_ENV === 'production' };
}

export function createBrowserSession(exchange: HttpExchange, settings: CookieSettings): BrowserSession {
  const isWanted = exchange.header(SESSION_HEADER) === SESSION_IN_COOKIE;
  const attributes = settings.secure ? `${ATTRIBUTES}; Secure` : ATTRIBUTES;
  const set = (value: string, maxAgeSeconds: number) => {
    if (isWanted)
      exchange.setHeader('set-cookie', `${SESSION_COOKIE}=${value}; Max-Age=${maxAgeSeconds}; ${attributes}`);
  };
  return {
    isWanted,
    refreshToken: isWanted ? readCookie(exchange.header('cookie'), SESSION_COOKIE) : null,
    keep: (refreshToken) => set(refreshToken, settings.maxAgeSeconds),
    forget: () => set('', 0),
  };
}
