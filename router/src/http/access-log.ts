import { CORRELATION_HEADER } from '@galleria/kit/execution-context';
import { newId } from '@galleria/kit/identifiers';
import type { Logger } from '@galleria/kit/logger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OperationOutcome } from '../request-context.ts';

export interface AccessLog {
  /** The place where the engine notes how the operation of this request went. */
  outcomeOf(request: FastifyRequest): OperationOutcome;
  /** The same for one operation over a WebSocket, which has its line when it ends. */
  openOperation(request: FastifyRequest): LoggedOperation;
}

export interface LoggedOperation {
  /** Its own: what one connection asks for over hours is not one request. */
  readonly correlationId: string;
  readonly outcome: OperationOutcome;
  readonly end: () => void;
  /** Resolves with `end`. */
  readonly ended: Promise<void>;
}

const PROBES = new Set(['/health', '/ready']);

export interface AccessLogOptions {
  readonly logger: Logger;
  /** Of requests that went well, the share that has a line: 0 to 1. */
  readonly share: number;
}

/**
 * One log line for each request, and for each operation over a WebSocket: what was asked, how it went, how long it
 * took. What failed has its line always. Probes are logged at debug level.
 */
export function registerAccessLog(app: FastifyInstance, { logger, share }: AccessLogOptions): AccessLog {
  const isTold = (status: number, { errors }: OperationOutcome) =>
    status >= 400 || errors !== undefined || share === 1 || Math.random() < share;
  const outcomes = new WeakMap<FastifyRequest, OperationOutcome>();
  app.addHook('onResponse', (request, reply, done) => {
    const outcome = outcomes.get(request) ?? {};
    // By the route, so that no spelling of an address keeps a request out of the log.
    const isProbe = PROBES.has(request.routeOptions.url ?? '');
    if (!isProbe && !isTold(reply.statusCode, outcome)) return done();
    const line = {
      // The response is out, and with it the async context that the logger would take the id from.
      correlationId: reply.getHeader(CORRELATION_HEADER),
      method: request.method,
      path: pathOf(request),
      status: reply.statusCode,
      ms: roundMs(reply.elapsedTime),
      ...bytesOf(reply),
      ...outcome,
    };
    if (isProbe) logger.debug(line, 'answered');
    else logger.info(line, 'answered');
    done();
  });
  return {
    outcomeOf(request) {
      const outcome = outcomes.get(request) ?? {};
      outcomes.set(request, outcome);
      return outcome;
    },
    openOperation(request) {
      const startedAt = performance.now();
      const correlationId = newId();
      const outcome: OperationOutcome = {};
      const { promise: ended, resolve } = createEnd();
      let hasEnded = false;
      return {
        correlationId,
        outcome,
        ended,
        end: () => {
          if (hasEnded) return;
          hasEnded = true;
          resolve();
          if (!isTold(200, outcome)) return;
          const path = pathOf(request);
          const ms = roundMs(performance.now() - startedAt);
          logger.info({ correlationId, method: 'WEBSOCKET', path, ms, ...outcome }, 'answered');
        },
      };
    },
  };
}

/** Of a body that was sent as a whole. */
function bytesOf(reply: FastifyReply): { readonly bytes?: number } {
  const length = reply.getHeader('content-length');
  return length === undefined ? {} : { bytes: Number(length) };
}

function createEnd() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((resolvePromise) => (resolve = resolvePromise));
  return { promise, resolve };
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? url;
}

function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
