import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../request-context.ts';
import type { SubgraphFetch } from '../subgraphs/subgraph-fetch.ts';

/**
 * One subgraph as the stock gateway calls it, over our own client: `RemoteGraphQLDataSource` builds two WHATWG requests
 * per call and puts the subgraph's URL and answer into the errors that clients see.
 */
export function createSubgraphDataSource(name: string, fetch: SubgraphFetch): GraphQLDataSource {
  return {
    process: async (call: GraphQLDataSourceProcessOptions) => {
      const { query = '', variables, operationName } = call.request;
      const place = () => plannedPath(call);
      const context = call.context as Partial<RequestContext>;
      try {
        const request = { query, variables, operationName };
        // The gateway does not say which calls complete a mutation.
        return await fetch(name, request, { context, isMutation: isMutation(query), mayShare: false, place });
      } catch (thrown) {
        throw thrown instanceof GraphQLError ? placed(thrown, call) : thrown;
      }
    },
  };
}

/** The planner writes the operation's kind first. */
function isMutation(query: string): boolean {
  return query.trimStart().startsWith('mutation');
}

/** The path goes as far as it is the same for all entities of the call. */
function placed({ message, originalError }: GraphQLError, call: GraphQLDataSourceProcessOptions): GraphQLError {
  const planned = plannedPath(call);
  const firstList = planned.indexOf('@');
  const path = firstList === -1 ? planned : planned.slice(0, firstList);
  return new GraphQLError(message, {
    ...(originalError === undefined ? {} : { originalError }),
    ...(path.length === 0 ? {} : { path }),
  });
}

/** Where in the response the entities stand that the call is about; empty for a call about none. */
function plannedPath(call: GraphQLDataSourceProcessOptions): readonly (string | number)[] {
  return 'pathInIncomingRequest' in call ? (call.pathInIncomingRequest ?? []) : [];
}
