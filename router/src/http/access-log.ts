import { CORRELATION_HEADER } from '@galleria/kit/execution-context';
import type { Logger } from '@galleria/kit/logger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OperationOutcome } from '../request-context.ts';

export interface AccessLog {
  /** The place where the engine notes how the operation of this request went. */
  outcomeOf(request: FastifyRequest): OperationOutcome;
}

const PROBES = new Set(['/health', '/ready']);

/** One log line for each request: what was asked, how it went, how long it took. Probes are logged at debug level. */
export function registerAccessLog(app: FastifyInstance, logger: Logger): AccessLog {
  const outcomes = new WeakMap<FastifyRequest, OperationOutcome>();
  app.addHook('onResponse', (request, reply, done) => {
    const path = request.url.split('?', 1)[0] ?? request.url;
    const line = {
      // The response is out, and with it the async context that the logger would take the id from.
      correlationId: reply.getHeader(CORRELATION_HEADER),
      method: request.method,
      path,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ...outcomes.get(request),
    };
    // By the route, so that no spelling of an address keeps a request out of the log.
    if (PROBES.has(request.routeOptions.url ?? '')) logger.debug(line, 'answered');
    else logger.info(line, 'answered');
    done();
  });
  return {
    outcomeOf(request) {
      const outcome = outcomes.get(request) ?? {};
      outcomes.set(request, outcome);
      return outcome;
    },
  };
}
