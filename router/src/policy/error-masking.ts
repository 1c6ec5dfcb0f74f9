import { createErrorFormatter, INTERNAL_ERROR_CODE } from '@galleria/kit/graphql/error-formatting';
import { ServiceError, toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** Codes that say that router and subgraph misunderstood each other: nothing that the client did. */
const DEFECT_CODES = new Set([
  INTERNAL_ERROR_CODE,
  'DOWNSTREAM_SERVICE_ERROR',
  'INVALID_SUBGRAPH_ANSWER',
  'SUBGRAPH_FAILED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);
const STABLE_CODE = /^[A-Z][A-Z\d_]*$/;
const VISIBLE_DETAILS = ['service', 'reason'] as const;

/**
 * What a client may see of an error: the router's own errors with their code, service and reason; a subgraph's error
 * with its code and the service's name; GraphQL's errors about the client's document. All else is logged and masked,
 * for the stock gateway puts URLs and whole answers of subgraphs into messages and extensions.
 */
export function createErrorMask(logger: Logger) {
  const maskOwn = createErrorFormatter(logger);
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const cause = thrown instanceof GraphQLError ? (thrown.originalError ?? thrown) : thrown;
    if (cause instanceof ServiceError) {
      return shown(formatted, formatted.message, { code: cause.code, ...visibleDetails(cause.details) });
    }
    const service = thrown instanceof GraphQLError ? thrown.extensions['serviceName'] : undefined;
    const code = formatted.extensions?.['code'];
    if (code === 'INVALID_SUBGRAPH_ANSWER' && typeof service !== 'string') {
      logger.error({ err: toError(thrown), path: formatted.path }, 'a subgraph answered against the schema');
      const message = 'A service gave an answer that does not fit the schema.';
      return shown(formatted, message, { code: INTERNAL_ERROR_CODE });
    }
    if (typeof service !== 'string') return maskOwn(formatted, thrown);
    if (typeof code === 'string' && STABLE_CODE.test(code) && !DEFECT_CODES.has(code)) {
      return shown(formatted, formatted.message, { code, service, ...reasonOf(formatted) });
    }
    logger.error({ err: toError(thrown), service, path: formatted.path }, 'masked an error of a subgraph');
    return shown(formatted, 'A service could not answer its part of the request.', {
      code: INTERNAL_ERROR_CODE,
      service,
    });
  };
}

function shown(
  { path, locations }: GraphQLFormattedError,
  message: string,
  extensions: Record<string, unknown>,
): GraphQLFormattedError {
  return {
    message,
    ...(locations === undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
    extensions,
  };
}

/** What clients may see of what an error of ours says of itself. */
export function visibleDetails(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    VISIBLE_DETAILS.filter((name) => typeof details[name] === 'string').map((name) => [name, details[name]]),
  );
}

function reasonOf({ extensions }: GraphQLFormattedError): Record<string, string> {
  const reason = extensions?.['reason'];
  return typeof reason === 'string' && STABLE_CODE.test(reason) ? { reason } : {};
}
