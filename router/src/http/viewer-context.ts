import { HeaderMap } from '@apollo/server';
import { ServiceError } from '@galleria/kit/errors';
import { contextHeaders } from '@galleria/kit/execution-context';
import { CLIENT_ADDRESS_HEADER, VIEWER_HEADER, type Viewer } from '@galleria/kit/graphql/viewer';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../request-context.ts';
import type { AccessLog } from './access-log.ts';
import { createSessionRelay } from './session-relay.ts';

export interface ViewerContextOptions {
  readonly authenticate: (authorization: string | undefined) => Promise<Viewer | null>;
  readonly signViewer: (viewer: Viewer | null) => Promise<string>;
  readonly accessLog: AccessLog;
  /** Whether clients may see which subgraphs were called. */
  readonly exposeTrace: boolean;
}

/**
 * The context of one request. Of the client's headers only the correlation id and the trace go on to subgraphs, and its
 * session to the service that keeps it; a viewer header that a client sends is never looked at. A refused token is
 * answered with 401 (RFC 6750), keys that cannot be had with 503.
 */
export function createViewerContext({ authenticate, signViewer, accessLog, exposeTrace }: ViewerContextOptions) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<RequestContext> => {
    const outcome = accessLog.outcomeOf(request);
    try {
      const viewer = await authenticate(request.headers.authorization);
      const subgraphHeaders = {
        ...contextHeaders(),
        [VIEWER_HEADER]: await signViewer(viewer),
        [CLIENT_ADDRESS_HEADER]: request.ip,
      };
      return {
        subgraphHeaders,
        session: createSessionRelay(request, reply),
        trace: exposeTrace ? { calls: [] } : null,
        outcome,
      };
    } catch (thrown) {
      if (!(thrown instanceof ServiceError)) throw thrown;
      outcome.errors = [thrown.code];
      throw new GraphQLError(thrown.message, { originalError: thrown, extensions: { http: httpAnswer(thrown) } });
    }
  };
}

function httpAnswer({ kind }: ServiceError) {
  return kind === 'unauthenticated'
    ? { status: 401, headers: new HeaderMap([['www-authenticate', 'Bearer error="invalid_token"']]) }
    : { status: 503, headers: new HeaderMap([['retry-after', '1']]) };
}
