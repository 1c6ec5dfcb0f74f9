import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { Logger } from '@galleria/kit/logger';
import { GraphQLError } from 'graphql';
import { routerErrors } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { SubgraphUnreachable, type SubgraphAnswer, type SubgraphClient } from './subgraph-client.ts';

type Response = Awaited<ReturnType<GraphQLDataSource['process']>>;

/**
 * One subgraph as the stock gateway calls it, over our own client: `RemoteGraphQLDataSource` builds two WHATWG requests
 * per call and puts the subgraph's URL and answer into the errors that clients see.
 */
export function createSubgraphDataSource(options: {
  readonly name: string;
  readonly client: SubgraphClient;
  readonly logger: Logger;
}): GraphQLDataSource {
  const { name, client, logger } = options;
  return {
    process: async (call: GraphQLDataSourceProcessOptions) => {
      const { query, variables, operationName } = call.request;
      const headers = (call.context as Partial<RequestContext>).subgraphHeaders ?? {};
      const body = JSON.stringify({ query, variables, operationName });
      try {
        const answer = await client.post(body, { 'content-type': 'application/json', ...headers });
        return readAnswer(answer);
      } catch (thrown) {
        if (!(thrown instanceof SubgraphUnreachable)) throw thrown;
        logger.error({ err: thrown, service: name, operation: operationName }, 'a subgraph cannot be reached');
        throw unavailable(name, call);
      }
    },
  };
}

/**
 * A GraphQL response, whatever its status: Apollo Server answers a refused request with 400 and its errors. A 401 or 403 comes
 * from before GraphQL and means that router and subgraph do not share the secret: the client is not to blame.
 */
function readAnswer({ status, body }: SubgraphAnswer): Response {
  if (status === 401 || status === 403) throw new Error(`the subgraph refused the router's signature with ${status}`);
  const response = parseJson(body);
  if (!isResponse(response)) throw new SubgraphUnreachable(`answered ${status} without a GraphQL response`);
  return response;
}

/** Checked by hand, for a schema library would copy the whole answer. What is inside `data` the gateway checks against the schema. */
function isResponse(value: unknown): value is Response {
  if (typeof value !== 'object' || value === null) return false;
  const { data, errors } = value as { data?: unknown; errors?: unknown };
  if (errors !== undefined && !(Array.isArray(errors) && errors.every(isError))) return false;
  return data === undefined || data === null ? errors !== undefined || data === null : typeof data === 'object';
}

function isError(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { message?: unknown }).message === 'string';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The path goes as far as it is the same for all entities of the call. */
function unavailable(service: string, call: GraphQLDataSourceProcessOptions): GraphQLError {
  const planned = 'pathInIncomingRequest' in call ? (call.pathInIncomingRequest ?? []) : [];
  const firstList = planned.indexOf('@');
  const path = firstList === -1 ? planned : planned.slice(0, firstList);
  const error = routerErrors.SUBGRAPH_UNAVAILABLE({ service });
  return new GraphQLError(error.message, { originalError: error, ...(path.length === 0 ? {} : { path }) });
}
