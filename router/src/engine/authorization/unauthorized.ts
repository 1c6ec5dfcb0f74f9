import { GraphQLError } from 'graphql';
import type { PathKey } from '../execution/error-log.ts';

/** The code that Apollo's router has for it, which clients may know. */
const UNAUTHORIZED = 'UNAUTHORIZED_FIELD_OR_TYPE';

/** The error of what has left an operation, at its place in the answer. */
export function unauthorized(coordinate: string, path: readonly PathKey[]): GraphQLError {
  const message = `Unauthorized field or type: ${coordinate}`;
  return new GraphQLError(message, { path, extensions: { code: UNAUTHORIZED } });
}
