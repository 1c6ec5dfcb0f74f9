import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { Logger } from '@galleria/kit/logger';
import { GraphQLError } from 'graphql';
import { routerErrors } from '../errors.ts';
import type { RequestContext, SubgraphCall } from '../request-context.ts';
import { responsePaths } from './response-paths.ts';
import { SubgraphUnreachable, type SubgraphAnswer, type SubgraphClient } from './subgraph-client.ts';

type Response = Awaited<ReturnType<GraphQLDataSource['process']>>;

export interface SubgraphDataSourceOptions {
  readonly name: string;
  /** Asked for each call: a new supergraph may have moved the subgraph. */
  readonly client: () => SubgraphClient;
  readonly logger: Logger;
  /** Whether it gets the cookie of a browser's session, and may set it. */
  readonly keepsSessions: boolean;
}

/**
 * One subgraph as the stock gateway calls it, over our own client: `RemoteGraphQLDataSource` builds two WHATWG requests
 * per call and puts the subgraph's URL and answer into the errors that clients see.
 */
export function createSubgraphDataSource(options: SubgraphDataSourceOptions): GraphQLDataSource {
  const { name, client, logger, keepsSessions } = options;
  return {
    process: async (call: GraphQLDataSourceProcessOptions) => {
      const { query, variables, operationName } = call.request;
      const { subgraphHeaders, session, trace } = call.context as Partial<RequestContext>;
      const sessionHeaders = keepsSessions ? session?.headers : undefined;
      const headers = { 'content-type': 'application/json', ...subgraphHeaders, ...sessionHeaders };
      const startedAt = performance.now();
      const note = (ok: boolean) => trace?.calls.push(callOf(name, call, startedAt, ok));
      try {
        const body = JSON.stringify({ query, variables, operationName });
        const answer = await client().post(body, headers, !isMutation(query));
        const response = readAnswer(answer);
        if (keepsSessions) session?.takeCookies(answer.setCookies);
        note(response.errors === undefined || response.errors.length === 0);
        return response;
      } catch (thrown) {
        note(false);
        if (!(thrown instanceof SubgraphUnreachable)) throw thrown;
        logger.error({ err: thrown, service: name, operation: operationName }, 'a subgraph cannot be reached');
        throw unavailable(name, call);
      }
    },
  };
}

/** The planner writes the operation's kind first. */
function isMutation(query: string | undefined): boolean {
  return query?.trimStart().startsWith('mutation') === true;
}

function callOf(service: string, call: GraphQLDataSourceProcessOptions, startedAt: number, ok: boolean): SubgraphCall {
  const ms = Math.round((performance.now() - startedAt) * 10) / 10;
  return { service, ms, ok, paths: responsePaths(call.request.query ?? '', plannedPath(call)) };
}

/**
 * A GraphQL response, whatever its status: Apollo Server answers a refused request with 400 and its errors. A 401 or
 * 403 comes from before GraphQL and means that router and subgraph do not share the secret: the client is not to blame.
 */
function readAnswer({ status, body }: SubgraphAnswer): Response {
  if (status === 401 || status === 403) throw new Error(`the subgraph refused the router's signature with ${status}`);
  const response = parseJson(body);
  if (!isResponse(response)) throw new SubgraphUnreachable(`answered ${status} without a GraphQL response`);
  return response;
}

/**
 * Checked by hand, for a schema library would copy the whole answer. What is inside `data` the gateway checks against
 * the schema.
 */
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
  const planned = plannedPath(call);
  const firstList = planned.indexOf('@');
  const path = firstList === -1 ? planned : planned.slice(0, firstList);
  const error = routerErrors.SUBGRAPH_UNAVAILABLE({ service });
  return new GraphQLError(error.message, { originalError: error, ...(path.length === 0 ? {} : { path }) });
}

/** Where in the response the entities stand that the call is about; empty for a call about none. */
function plannedPath(call: GraphQLDataSourceProcessOptions): readonly (string | number)[] {
  return 'pathInIncomingRequest' in call ? (call.pathInIncomingRequest ?? []) : [];
}
