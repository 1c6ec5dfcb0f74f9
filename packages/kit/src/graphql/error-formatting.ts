import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { asDeadlineError } from '../deadline.ts';
import { ServiceError, toError } from '../errors.ts';
import type { Logger } from '../logger.ts';

export const INTERNAL_ERROR_CODE = 'INTERNAL_SERVER_ERROR';

/**
 * What a client may see of an error. A `ServiceError` keeps its code and message; GraphQL's own errors (syntax,
 * validation, variables) are about the client's document and stay as they are; anything else is a defect: it is logged
 * in full and masked, so that no stack, SQL text or host name leaves the process.
 */
export function createErrorFormatter(logger: Logger) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const cause = asDeadlineError(unwrapResolverError(thrown));
    if (cause instanceof ServiceError) return { ...place(formatted), ...visible(cause) };
    if (cause instanceof GraphQLError && formatted.extensions?.['code'] !== INTERNAL_ERROR_CODE) {
      const code = codeOfValue(cause) ?? formatted.extensions?.['code'] ?? 'BAD_REQUEST';
      return { ...place(formatted), message: formatted.message, extensions: { code } };
    }
    logger.error({ err: toError(cause), path: formatted.path }, 'masked an unexpected error');
    return {
      ...place(formatted),
      message: 'Something went wrong on our side. The request id in the response headers finds it in our logs.',
      extensions: { code: INTERNAL_ERROR_CODE },
    };
  };
}

/** What a scalar says of a literal: Apollo Server keeps its error inside of one about the document. */
function codeOfValue({ originalError }: GraphQLError): unknown {
  return originalError instanceof GraphQLError ? originalError.extensions['code'] : undefined;
}

function visible(error: ServiceError): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  return { message: error.message, extensions: { code: error.code } };
}

function place(formatted: GraphQLFormattedError): Pick<GraphQLFormattedError, 'path' | 'locations'> {
  return {
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
  };
}
