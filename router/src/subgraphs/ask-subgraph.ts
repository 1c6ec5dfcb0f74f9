import { CORRELATION_HEADER } from '@galleria/kit/execution-context';
import type { Logger } from '@galleria/kit/logger';
import { GraphQLError } from 'graphql';
import { routerErrors } from '../errors.ts';
import type { OperationOutcome, RequestContext } from '../request-context.ts';
import type { SubgraphAnswer } from './address-client.ts';
import type { SharedCalls } from './shared-calls.ts';
import type { SubgraphClients } from './subgraph-clients.ts';
import { SubgraphOverloaded, SubgraphUnreachable } from './subgraph-unreachable.ts';

export interface AskingOptions {
  readonly clients: SubgraphClients;
  readonly logger: Logger;
  /** The subgraph that gets the cookie of a browser's session, and may set it. */
  readonly sessionService: string;
  /** What all calls of an operation may take together. */
  readonly operationTimeoutMs: number;
  /** Calls under way that others may share; undefined where nobody does. */
  readonly sharing: CallSharing | undefined;
}

export interface CallSharing {
  readonly calls: SharedCalls<ReceivedAnswer>;
  /** Whose queries do. */
  readonly by: 'visitors' | 'all';
}

export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
}

/** On whose behalf a subgraph is asked. */
export interface AskedFor {
  readonly context: Partial<RequestContext>;
  readonly isMutation: boolean;
  /** Whether a call that was begun a moment ago tells as much. */
  readonly mayShare: boolean;
  /** The headers that tell one call from another. */
  readonly told: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  /** When the operation began, on the clock of `performance.now`; undefined where its time is not limited. */
  readonly startedAt: number | undefined;
}

/** What a subgraph has answered; what is inside `data` the engine checks against the schema. */
export interface SubgraphResponse {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The same with what HTTP says of it. */
export interface ReceivedAnswer {
  readonly response: SubgraphResponse;
  readonly cacheControl: string | undefined;
}

/**
 * Asks a subgraph, or joins those who ask it the same at the moment. Rejects with `SUBGRAPH_UNAVAILABLE` as the cause
 * when no GraphQL response arrives, and with `SUBGRAPH_OVERLOADED` when it was not even asked for one.
 */
export function createAsking({ clients, logger, sessionService, operationTimeoutMs, sharing }: AskingOptions) {
  return async (service: string, request: SubgraphRequest, asked: AskedFor): Promise<ReceivedAnswer> => {
    const { query, variables, operationName } = request;
    const body = JSON.stringify({ query, variables, operationName });
    const send = (ending: AbortSignal | undefined) => answerOf(service, { body, ending, operationName }, asked);
    const shared = sharedCalls(service, asked);
    if (shared === undefined) return send(asked.signal);
    const who = JSON.stringify([service, asked.told]);
    return shared.join({ who, what: body, ...loggedFor(asked.context) }, asked.signal, send);
  };

  /** What a service is told and says of a browser's session is that browser's. */
  function sharedCalls(service: string, { mayShare, context }: AskedFor): CallSharing['calls'] | undefined {
    if (sharing === undefined || !mayShare || service === sessionService) return undefined;
    return sharing.by === 'all' || context.viewer === null ? sharing.calls : undefined;
  }

  async function answerOf(
    service: string,
    sent: {
      readonly body: string;
      readonly ending: AbortSignal | undefined;
      readonly operationName: string | undefined;
    },
    { context: { joiningHeaders, session, outcome }, isMutation, told, startedAt }: AskedFor,
  ): Promise<ReceivedAnswer> {
    const { body, ending, operationName } = sent;
    try {
      const headers = { ...told, ...joiningHeaders };
      if (outcome !== undefined) noteFetch(outcome, service);
      const answer = await clients.byName(service).post(body, headers, {
        repeatable: !isMutation,
        signal: ending,
        withinMs: startedAt === undefined ? undefined : startedAt + operationTimeoutMs - performance.now(),
      });
      const response = readAnswer(answer);
      if (service !== sessionService) return { response, cacheControl: answer.cacheControl };
      session?.takeCookies(answer.setCookies);
      return { response, cacheControl: undefined };
    } catch (thrown) {
      if (!(thrown instanceof SubgraphUnreachable) || ending?.aborted === true) throw thrown;
      const isOverloaded = thrown instanceof SubgraphOverloaded;
      logger.error({ err: thrown, service, operation: operationName }, 'a subgraph cannot be reached');
      const error = routerErrors[isOverloaded ? 'SUBGRAPH_OVERLOADED' : 'SUBGRAPH_UNAVAILABLE']({ service });
      throw new GraphQLError(error.message, { originalError: error });
    }
  }
}

function noteFetch(outcome: OperationOutcome, service: string): void {
  const fetches = (outcome.fetches ??= {});
  fetches[service] = (fetches[service] ?? 0) + 1;
}

/** Two requests have a call in common, and each of their lines in the log leads to it. */
function loggedFor({ joiningHeaders, outcome }: AskedFor['context']) {
  return {
    by: joiningHeaders?.[CORRELATION_HEADER],
    onJoined: (by: string | undefined): void => {
      if (outcome !== undefined && by !== undefined) outcome.joined = [...new Set([...(outcome.joined ?? []), by])];
    },
  };
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
