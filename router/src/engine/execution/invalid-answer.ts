import { GraphQLError } from 'graphql';
import type { PathKey } from './error-log.ts';

/** A subgraph answered against its schema, or against GraphQL: `deed` is what the service did. */
export function invalidAnswer(deed: string, path?: readonly PathKey[]): GraphQLError {
  return new GraphQLError(`A service ${deed}.`, {
    ...(path === undefined ? {} : { path }),
    extensions: { code: 'INVALID_SUBGRAPH_ANSWER' },
  });
}
