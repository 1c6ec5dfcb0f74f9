import { ServiceError } from '@galleria/kit/errors';
import { contextHeaders } from '@galleria/kit/execution-context';
import { VIEWER_HEADER, type Viewer } from '@galleria/kit/graphql/viewer';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createAnswerCaching } from '../caching/answer-caching.ts';
import type { Authenticated } from '../policy/tokens/authentication.ts';
import type { Admission, RateLimits } from '../policy/rates/rate-limits.ts';
import type { OperationOutcome, RequestContext } from '../request-context.ts';
import { clientName } from '../usage/client-name.ts';
import type { AccessLog, LoggedOperation } from './access-log.ts';
import { RequestRefusal } from './request-refusal.ts';
import { createSessionRelay, NO_SESSION } from './session-relay.ts';

const NO_SCOPES: ReadonlySet<string> = new Set();

export interface ViewerContextOptions {
  readonly authenticate: (authorization: string | undefined) => Promise<Authenticated | null>;
  readonly signViewer: (viewer: Viewer | null) => Promise<string>;
  readonly accessLog: AccessLog;
  /** Undefined where nobody is counted. */
  readonly rateLimits: RateLimits | undefined;
  /** Whether clients may see which subgraphs were called. */
  readonly exposeTrace: boolean;
}

/** `true`: the answer tells how it was planned, in `extensions.plan`, where clients may see that. */
const PLAN_HEADER = 'x-galleria-query-plan';

export interface ViewerContext {
  /** The context of one request. Throws UNAUTHENTICATED, AUTHENTICATION_UNAVAILABLE and RATE_LIMITED. */
  readonly ofRequest: (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>;
  /** The context of an operation over a WebSocket, where who asks was said when it was opened. Throws the same. */
  readonly ofSocket: (
    request: FastifyRequest,
    authorization: string | undefined,
    operation: Pick<RequestContext, 'signal'> & Pick<LoggedOperation, 'outcome' | 'ended'>,
  ) => Promise<RequestContext>;
}

/**
 * Of the client's headers only the correlation id and the trace go on to subgraphs, and its session to the service that
 * keeps it; a viewer header that a client sends is never looked at. Its address goes with what it changes.
 */
export function createViewerContext(options: ViewerContextOptions): ViewerContext {
  const { signViewer, accessLog, exposeTrace } = options;
  const count = createCount(options);
  const whoAsks = async (request: FastifyRequest, authorization: string | undefined) => {
    const client = { clientAddress: request.ip, clientName: clientName(request.headers) };
    const { authenticated, admission } = await count(authorization, client);
    const viewer = authenticated?.viewer ?? null;
    const who = {
      ...client,
      viewerHeaders: async () => ({ [VIEWER_HEADER]: await signViewer(viewer) }),
      joiningHeaders: contextHeaders(),
      viewer,
      scopes: authenticated?.scopes ?? NO_SCOPES,
      expiresAt: authenticated?.expiresAt ?? null,
    };
    return { who, admission };
  };
  return {
    ofRequest: async (request, reply) => {
      const outcome = accessLog.outcomeOf(request);
      try {
        const { who, admission } = await whoAsks(request, request.headers.authorization);
        noteClient(outcome, who);
        if (admission !== undefined) {
          void reply.headers(admission.headers);
          reply.raw.once('close', () => admission.charge(outcome));
        }
        return {
          ...who,
          session: createSessionRelay(request, reply),
          trace: exposeTrace ? { calls: [], withPlan: request.headers[PLAN_HEADER] === 'true' } : null,
          caching: createAnswerCaching({ isForViewer: who.viewer !== null }),
          outcome,
          onlyQueries: request.method !== 'POST',
          signal: whileConnected(reply),
        };
      } catch (thrown) {
        if (thrown instanceof ServiceError || thrown instanceof RequestRefusal) outcome.errors = [thrown.code];
        throw thrown;
      }
    },
    ofSocket: async (request, authorization, { ended, outcome, signal }) => {
      const { who, admission } = await whoAsks(request, authorization);
      noteClient(outcome, who);
      if (admission !== undefined) void ended.then(() => admission.charge(outcome));
      return { ...who, session: NO_SESSION, trace: null, caching: null, onlyQueries: false, outcome, signal };
    },
  };
}

/** Whose token is refused counts as a visitor: tokens are not guessed without a limit. */
function createCount({ authenticate, rateLimits }: ViewerContextOptions) {
  return async (
    authorization: string | undefined,
    client: Pick<RequestContext, 'clientAddress' | 'clientName'>,
  ): Promise<{ readonly authenticated: Authenticated | null; readonly admission: Admission | undefined }> => {
    try {
      const authenticated = await authenticate(authorization);
      const admission = await rateLimits?.admit({ ...client, viewer: authenticated?.viewer ?? null });
      return { authenticated, admission };
    } catch (thrown) {
      if (thrown instanceof ServiceError) await rateLimits?.admit({ ...client, viewer: null });
      throw thrown;
    }
  };
}

function noteClient(
  outcome: OperationOutcome,
  { viewer, clientName: client }: Pick<RequestContext, 'viewer' | 'clientName'>,
): void {
  outcome.viewer = viewer === null ? 'visitor' : 'account';
  if (client !== undefined) outcome.client = client;
}

function whileConnected(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
