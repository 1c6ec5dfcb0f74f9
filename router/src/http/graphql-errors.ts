import { ServiceError, type ErrorKind } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { INTERNAL_ERROR_CODE } from '@galleria/kit/graphql/error-formatting';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { NOT_KEPT } from '../caching/answer-caching.ts';
import { visibleDetails } from '../policy/error-masking.ts';
import { isGraphqlPath, refusedMethod } from './graphql-endpoint.ts';
import { RequestRefusal } from './request-refusal.ts';
import { refusalType } from './response-type.ts';

/**
 * What HTTP refuses before GraphQL sees it, in the shape of a GraphQL response, so that clients need one error path
 * only.
 */
export function registerGraphqlErrors(app: FastifyInstance, logger: Logger): void {
  app.setNotFoundHandler(async (request, reply) => {
    // Methods that fastify does not know have no route.
    if (isGraphqlPath(request.url)) throw refusedMethod(request);
    void reply.header('cache-control', NOT_KEPT);
    return reply.code(404).send(errorBody('NOT_FOUND', 'There is nothing here. The graph answers at /graphql.'));
  });
  app.setErrorHandler(async (error: FastifyError | RequestRefusal | ServiceError, request, reply) => {
    void reply.type(`${refusalType(request.headers.accept)}; charset=utf-8`).header('cache-control', NOT_KEPT);
    if (error instanceof RequestRefusal) {
      return reply.code(error.status).headers(error.headers).send(errorBody(error.code, error.message));
    }
    if (error instanceof ServiceError) return sendServiceError(reply, error);
    const known = REFUSALS[error.code];
    if (known !== undefined) return reply.code(known.status).send(errorBody(known.code, known.message));
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return reply
        .code(error.statusCode)
        .send(errorBody('BAD_REQUEST', 'The request is not valid HTTP for this server.'));
    }
    logger.error({ err: error }, 'masked an unexpected error');
    return reply.code(500).send(errorBody(INTERNAL_ERROR_CODE, 'Something went wrong on our side.'));
  });
}

/** RFC 6750, section 3, for a token that is refused. */
const HTTP_ANSWERS: Readonly<Partial<Record<ErrorKind, readonly [number, Readonly<Record<string, string>>]>>> = {
  unauthenticated: [401, { 'www-authenticate': 'Bearer error="invalid_token"' }],
  unavailable: [503, { 'retry-after': '1' }],
};

function sendServiceError(reply: FastifyReply, { kind, code, message, details }: ServiceError): FastifyReply {
  const [status, headers] = HTTP_ANSWERS[kind] ?? [400, {}];
  return reply
    .code(status)
    .headers(headers)
    .send(errorBody(code, message, visibleDetails(details)));
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const INVALID_JSON: Refusal = { status: 400, code: 'BAD_REQUEST', message: 'The body is not valid JSON.' };

const REFUSALS: Readonly<Record<string, Refusal | undefined>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'BODY_TOO_LARGE', message: 'The body is larger than 1 MiB.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: 'Send the operation as application/json.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: INVALID_JSON,
  FST_ERR_CTP_EMPTY_JSON_BODY: INVALID_JSON,
};

function errorBody(code: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
  return { errors: [{ message, extensions: { code, ...details } }] };
}
