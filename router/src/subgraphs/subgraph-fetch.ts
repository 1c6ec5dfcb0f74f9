import type { Logger } from '@galleria/kit/logger';
import { GraphQLError } from 'graphql';
import { routerErrors } from '../errors.ts';
import type { OperationOutcome, RequestContext, SubgraphCall } from '../request-context.ts';
import type { SubgraphAnswer } from './address-client.ts';
import { responsePaths } from './response-paths.ts';
import type { SubgraphClients } from './subgraph-clients.ts';
import { SubgraphOverloaded, SubgraphUnreachable } from './subgraph-unreachable.ts';

export interface SubgraphFetchOptions {
  readonly clients: SubgraphClients;
  readonly logger: Logger;
  /** The subgraph that gets the cookie of a browser's session, and may set it. */
  readonly sessionService: string;
  /** What all calls of an operation may take together. */
  readonly operationTimeoutMs: number;
}

export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
}

export interface SubgraphFetchContext {
  readonly context: Partial<RequestContext>;
  readonly isMutation: boolean;
  readonly signal?: AbortSignal | undefined;
  /** When the operation began, on the clock of `performance.now`; undefined where its time is not limited. */
  readonly startedAt?: number | undefined;
  /** Where in the response the entities stand that the call is about; empty for a call about none. */
  readonly place: () => readonly (string | number)[];
}

/** What a subgraph has answered; what is inside `data` the engine checks against the schema. */
export interface SubgraphResponse {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * Calls subgraphs for an engine: with the signed viewer and what joins logs and traces, and nothing else of the
 * client's request. Rejects with `SUBGRAPH_UNAVAILABLE` as the cause when no GraphQL response arrives, and with
 * `SUBGRAPH_OVERLOADED` when it was not even asked for one.
 */
export function createSubgraphFetch(options: SubgraphFetchOptions) {
  const { clients, logger, sessionService, operationTimeoutMs } = options;
  return async (service: string, request: SubgraphRequest, call: SubgraphFetchContext): Promise<SubgraphResponse> => {
    const { subgraphHeaders, session, trace, outcome } = call.context;
    if (outcome !== undefined) noteFetch(outcome, service);
    const keepsSessions = service === sessionService;
    const sessionHeaders = keepsSessions ? session?.headers : undefined;
    const headers = { 'content-type': 'application/json', ...(await subgraphHeaders?.()), ...sessionHeaders };
    const startedAt = performance.now();
    const note = (ok: boolean) => trace?.calls.push(callOf(service, request, call, startedAt, ok));
    try {
      const { query, variables, operationName } = request;
      const body = JSON.stringify({ query, variables, operationName });
      const answer = await clients.byName(service).post(body, headers, {
        repeatable: !call.isMutation,
        signal: call.signal,
        withinMs: call.startedAt === undefined ? undefined : call.startedAt + operationTimeoutMs - performance.now(),
      });
      const response = readAnswer(answer);
      if (keepsSessions) session?.takeCookies(answer.setCookies);
      note(response.errors === undefined || response.errors.length === 0);
      return response;
    } catch (thrown) {
      note(false);
      if (!(thrown instanceof SubgraphUnreachable) || call.signal?.aborted === true) throw thrown;
      const isOverloaded = thrown instanceof SubgraphOverloaded;
      logger.error({ err: thrown, service, operation: request.operationName }, 'a subgraph cannot be reached');
      const error = routerErrors[isOverloaded ? 'SUBGRAPH_OVERLOADED' : 'SUBGRAPH_UNAVAILABLE']({ service });
      throw new GraphQLError(error.message, { originalError: error });
    }
  };
}

export type SubgraphFetch = ReturnType<typeof createSubgraphFetch>;

function noteFetch(outcome: OperationOutcome, service: string): void {
  const fetches = (outcome.fetches ??= {});
  fetches[service] = (fetches[service] ?? 0) + 1;
}

function callOf(
  service: string,
  { query }: SubgraphRequest,
  { place }: SubgraphFetchContext,
  startedAt: number,
  ok: boolean,
): SubgraphCall {
  const ms = Math.round((performance.now() - startedAt) * 10) / 10;
  return { service, ms, ok, paths: responsePaths(query, place()) };
}

/**
 * A GraphQL response, whatever its status: Apollo Server answers a refused request with 400 and its errors. A 401 or
 * 403 comes from before GraphQL and means that router and subgraph do not share the secret: the client is not to blame.
 */
function readAnswer({ status, body }: SubgraphAnswer): SubgraphResponse {
  if (status === 401 || status === 403) throw new Error(`the subgraph refused the router's signature with ${status}`);
  const response = parseJson(body);
  if (!isResponse(response)) throw new SubgraphUnreachable(`answered ${status} without a GraphQL response`);
  return response;
}

/** Checked by hand, for a schema library would copy the whole answer. */
function isResponse(value: unknown): value is SubgraphResponse {
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
