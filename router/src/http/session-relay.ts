import {
  readCookie,
  SESSION_COOKIE,
  SESSION_HEADER,
  SESSION_IN_COOKIE,
  setsCookie,
} from '@galleria/kit/session-cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What passes between a browser and the one service that keeps its refresh token in a cookie. */
export interface SessionRelay {
  /** For calls of that service only. */
  readonly headers: Readonly<Record<string, string>>;
  /** Takes what the service sets: the session's cookie goes on to the browser, anything else does not. */
  readonly takeCookies: (setCookies: readonly string[]) => void;
}

const NO_SESSION: SessionRelay = { headers: {}, takeCookies: () => undefined };

/**
 * Opens the way for a request that carries the session header, and for no other: a page of another site cannot send that header, so
 * a cookie that a browser attached by itself goes nowhere.
 */
export function createSessionRelay(request: FastifyRequest, reply: FastifyReply): SessionRelay {
  if (request.headers[SESSION_HEADER] !== SESSION_IN_COOKIE) return NO_SESSION;
  const token = readCookie(request.headers.cookie, SESSION_COOKIE);
  return {
    headers: {
      [SESSION_HEADER]: SESSION_IN_COOKIE,
      ...(token === null ? {} : { cookie: `${SESSION_COOKIE}=${token}` }),
    },
    takeCookies: (setCookies) => {
      const ours = setCookies.findLast((header) => setsCookie(header, SESSION_COOKIE));
      // fastify adds to what is there: of two steps of one operation, the later one knows better.
      if (ours !== undefined) void reply.removeHeader('set-cookie').header('set-cookie', ours);
    },
  };
}
