import type { Logger } from '@galleria/kit/logger';
import { INTERNAL_ERROR_CODE } from '@galleria/kit/graphql/error-formatting';
import type { FastifyError, FastifyInstance } from 'fastify';

/**
 * What HTTP refuses before GraphQL sees it, in the shape of a GraphQL response, so that clients need one error path
 * only.
 */
export function registerGraphqlErrors(app: FastifyInstance, logger: Logger): void {
  app.setNotFoundHandler(async (_request, reply) =>
    reply.code(404).send(errorBody('NOT_FOUND', 'There is nothing here. The graph answers at /graphql.')),
  );
  app.setErrorHandler(async (error: FastifyError, _request, reply) => {
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

function errorBody(code: string, message: string) {
  return { errors: [{ message, extensions: { code } }] };
}
