import {
  readCookie,
  SESSION_COOKIE,
  SESSION_HEADER,
  SESSION_IN_COOKIE,
  setsCookie,
} from '@galleria/kit/session-cookie';
import { CLIENT_AGENT_HEADER, MAX_CLIENT_AGENT_LENGTH } from '@galleria/kit/graphql/viewer';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * What passes between a client and the one service that keeps sessions: what the client calls itself, and a browser's
 * refresh token.
 */
export interface SessionRelay {
  /** For calls of that service only. */
  readonly headers: Readonly<Record<string, string>>;
  /** Takes what the service sets: the session's cookie goes on to the browser, anything else does not. */
  readonly takeCookies: (setCookies: readonly string[]) => void;
}

/** Where no cookie can be set, and none is looked at: a page of another site may open a WebSocket. */
export const NO_SESSION: SessionRelay = { headers: {}, takeCookies: () => undefined };

/**
 * Opens the way of the cookie for a request that carries the session header, and for no other: a page of another site
 * cannot send that header, so a cookie that a browser attached by itself goes nowhere.
 */
export function createSessionRelay(request: FastifyRequest, reply: FastifyReply): SessionRelay {
  const agent = agentHeader(request.headers['user-agent']);
  if (request.headers[SESSION_HEADER] !== SESSION_IN_COOKIE) return { headers: agent, takeCookies: () => undefined };
  const token = readCookie(request.headers.cookie, SESSION_COOKIE);
  return {
    headers: {
      ...agent,
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

/** Printable ASCII only: what else a client writes there cannot be sent on. */
function agentHeader(userAgent: string | undefined): Record<string, string> {
  const printable = userAgent?.replaceAll(/[^\x20-\x7e]/g, '').slice(0, MAX_CLIENT_AGENT_LENGTH) ?? '';
  return printable === '' ? {} : { [CLIENT_AGENT_HEADER]: printable };
}
