import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { CORRELATION_HEADER, runInContext, type ExecutionContext } from '../execution-context.ts';
import { newId } from '../identifiers.ts';
import type { Logger } from '../logger.ts';
import { ANSWERS_TO_THE_END, finishRequests } from './finish-requests.ts';
import { readinessReport, type ReadinessCheck } from './readiness.ts';

const MAX_BODY_BYTES = 1_048_576;
const CORRELATION_ID = /^[\w.:-]{8,128}$/;
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/**
 * The HTTP server of every process: `GET /health` (the process is up), `GET /ready` (200 only when it can do its work),
 * bodies of at most 1 MiB, and one execution context per request, so that every log line and outgoing message below it
 * carries the request's correlation id. The id also goes back in the response.
 */
export function createHttpServer(options: {
  readonly logger: Logger;
  /** Absent when the process answers `/ready` in its own words. */
  readonly readiness?: readonly ReadinessCheck[];
  /** Networks (CIDR) whose X-Forwarded-For is believed; none unless told. */
  readonly trustedProxies?: readonly string[];
}): FastifyInstance {
  const trustedProxies = options.trustedProxies ?? [];
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    ...ANSWERS_TO_THE_END,
    logger: false,
    ...(trustedProxies.length === 0 ? {} : { trustProxy: [...trustedProxies] }),
  });
  app.addHook('onRequest', (request, reply, done) => {
    const context = contextOf(request);
    void reply.header(CORRELATION_HEADER, context.correlationId);
    runInContext(context, done);
  });
  // A body parser answers on the socket's own async context: enter the request's again for the handler.
  app.addHook('preHandler', (request, reply, done) => {
    const correlationId = String(reply.getHeader(CORRELATION_HEADER));
    runInContext({ ...contextOf(request), correlationId }, done);
  });
  finishRequests(app);
  app.get('/health', async () => ({ status: 'up' }));
  if (options.readiness !== undefined) registerReadiness(app, options.readiness);
  return app;
}

function registerReadiness(app: FastifyInstance, checks: readonly ReadinessCheck[]): void {
  app.get('/ready', async (_request, reply) => {
    const report = await readinessReport(checks);
    return reply
      .code(report.ready ? 200 : 503)
      .send({ status: report.ready ? 'ready' : 'not ready', checks: report.checks });
  });
}

function contextOf(request: FastifyRequest): ExecutionContext {
  const correlationId = request.headers[CORRELATION_HEADER];
  const traceparent = request.headers['traceparent'];
  return {
    correlationId: typeof correlationId === 'string' && CORRELATION_ID.test(correlationId) ? correlationId : newId(),
    ...(typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? { traceparent } : {}),
  };
}
