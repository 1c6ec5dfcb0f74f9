import { GraphQLError } from 'graphql';
import type { PathKey } from './error-log.ts';
import { invalidAnswer } from './invalid-answer.ts';
import { isObject, type JsonObject } from './json.ts';
import type { EntityBatch, SubgraphOperation } from '../../plan/plan.ts';

/** A GraphQL request to a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

export interface FetchOptions<Context> {
  /** What `execute` was given. */
  readonly context: Context;
  /** Ends when the client has gone. */
  readonly signal: AbortSignal | undefined;
  /** When the operation, or the event that it completes, began: on the clock of `performance.now`. */
  readonly startedAt: number;
  readonly kind: SubgraphOperation['kind'];
  /** Where it is about entities, all of one kind: the variable that takes them, and the response key of what comes. */
  readonly entities: Pick<EntityBatch, 'variable' | 'responseKey'> | undefined;
  /** Whether it is for a query of the client: what completes a mutation or an event has to know of it. */
  readonly isForQuery: boolean;
  /**
   * Where in the answer the entities stand that the request is about, `@` for each of a list; nothing for the root. To
   * be asked for only when somebody is to see it: it is looked up in the answer.
   */
  readonly place: () => readonly string[];
}

/**
 * How the engine reaches subgraphs: resolves to the GraphQL response, whatever it is. What it rejects with becomes an
 * error of the answer.
 */
export type FetchSubgraph<Context> = (
  service: string,
  request: SubgraphRequest,
  options: FetchOptions<Context>,
) => Promise<unknown>;

/**
 * How the engine follows a subscription of a subgraph: rejects when the subgraph refuses it or cannot be reached, and
 * resolves to its events, each a GraphQL response, whatever it is. They end when `signal` does. What following them
 * rejects with is the last thing that the client hears.
 */
export type SubscribeToSubgraph<Context> = (
  service: string,
  request: SubgraphRequest,
  options: { readonly context: Context; readonly signal: AbortSignal },
) => Promise<AsyncIterable<unknown>>;

export interface SubgraphReply {
  readonly data: JsonObject | undefined;
  readonly errors: readonly SubgraphError[];
}

export interface SubgraphError {
  readonly message: string;
  readonly path: readonly PathKey[] | undefined;
  readonly extensions: JsonObject;
}

/** Reads a GraphQL response. Throws `INVALID_SUBGRAPH_ANSWER` for what is none. */
export function readReply(reply: unknown): SubgraphReply {
  if (!isObject(reply)) throw invalidAnswer('answered with something else than a GraphQL response');
  const { data, errors } = reply;
  const found = errors === undefined || errors === null ? [] : readErrors(errors);
  if (data !== null && !isObject(data) && found.length === 0) throw invalidAnswer('answered without data');
  return { data: isObject(data) ? data : undefined, errors: found };
}

function readErrors(errors: unknown): SubgraphError[] {
  if (!Array.isArray(errors) || !errors.every(isObject)) throw invalidAnswer('answered with malformed errors');
  return errors.map(({ message, path, extensions }) => ({
    message: typeof message === 'string' ? message : 'The service gave no reason.',
    path: isPath(path) ? path : undefined,
    extensions: isObject(extensions) ? extensions : {},
  }));
}

function isPath(value: unknown): value is PathKey[] {
  return Array.isArray(value) && value.every((key) => typeof key === 'string' || typeof key === 'number');
}

/** The error of a subgraph as one of the answer. */
export function subgraphError(service: string, error: SubgraphError, path: readonly PathKey[]): GraphQLError {
  return new GraphQLError(error.message, {
    ...placeOf(path),
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...error.extensions, serviceName: service },
  });
}

/** Why nothing came of a call. */
export function failedCall(service: string, thrown: unknown, path: readonly PathKey[]): GraphQLError {
  const known = thrown instanceof GraphQLError ? thrown : undefined;
  const cause = known?.originalError ?? (thrown instanceof Error && known === undefined ? thrown : undefined);
  return new GraphQLError(known?.message ?? 'A service gave no answer.', {
    ...placeOf(path),
    ...(cause === undefined ? {} : { originalError: cause }),
    extensions: { code: 'SUBGRAPH_FAILED', ...known?.extensions, serviceName: service },
  });
}

function placeOf(path: readonly PathKey[]) {
  return path.length === 0 ? {} : { path: [...path] };
}
