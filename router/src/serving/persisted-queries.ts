import { GraphQLError } from 'graphql';
import { createBoundedCache } from '../engine/operation/bounded-cache.ts';
import type { OperationRequest } from '../graph-engine.ts';
import { persistedHash } from '../persisted-hash.ts';
import type { PersistedOperation } from './persisted-operations.ts';

export const QUERY_NOT_FOUND = 'PERSISTED_QUERY_NOT_FOUND';
export const NOT_SUPPORTED = 'PERSISTED_QUERY_NOT_SUPPORTED';

export interface PersistedQueriesOptions {
  /** Those that clients were built with: known from the start, and never forgotten. */
  readonly operations?: readonly PersistedOperation[];
  /** `persisted`: what is not among `operations` is refused. */
  readonly allowed?: 'any' | 'persisted';
  /** What those that clients teach may take, about; with 0 none is learned. */
  readonly cacheBytes: number;
}

/** Automatic persisted queries, as Apollo's clients speak them: a query is sent by its hash alone once it is known. */
export interface PersistedQueries {
  /**
   * The text of an operation. `PERSISTED_QUERY_NOT_FOUND` for a hash that is not known, on which a client sends both,
   * `PERSISTED_QUERY_NOT_SUPPORTED` where that would teach nothing, and `OPERATION_NOT_PERSISTED` for a text that may
   * not be asked. That a text has the hash that it came with has been looked at before.
   */
  readonly textOf: (operation: OperationRequest) => string | GraphQLError;
  /**
   * Gives the answer, and keeps the text of an operation that was sent with its hash: what the graph refuses takes no
   * room.
   */
  readonly learn: <Answer extends object>(operation: OperationRequest, answer: Answer) => Answer;
}

const BYTES_PER_CHARACTER = 2;

export function createPersistedQueries({
  operations = [],
  allowed = 'any',
  cacheBytes,
}: PersistedQueriesOptions): PersistedQueries {
  const known = new Map(operations.map(({ id, text }) => [id, text]));
  const texts = new Set(known.values());
  const learned = createBoundedCache<string>(cacheBytes);
  const canLearn = cacheBytes > 0;
  return {
    textOf: ({ query, extensions }) => {
      if (query !== undefined) return allowed === 'any' || texts.has(query) ? query : notPersisted();
      const hash = persistedHash(extensions) ?? '';
      return known.get(hash) ?? learned.get(hash) ?? (canLearn ? queryNotFound() : notSupported());
    },
    learn: ({ query, extensions }, answer) => {
      const hash = persistedHash(extensions);
      if (!canLearn || query === undefined || hash === undefined || known.has(hash) || isRefusal(answer)) return answer;
      learned.set(hash, query, (hash.length + query.length) * BYTES_PER_CHARACTER);
      return answer;
    },
  };
}

/** Says only why there is no answer, neither as a whole nor in parts or events. */
function isRefusal(answer: object): boolean {
  return 'errors' in answer && (!('data' in answer) || answer.data === undefined);
}

function queryNotFound(): GraphQLError {
  return new GraphQLError('PersistedQueryNotFound', { extensions: { code: QUERY_NOT_FOUND } });
}

/** The client sends no more hashes, Apollo's at least. */
function notSupported(): GraphQLError {
  return new GraphQLError('PersistedQueryNotSupported', { extensions: { code: NOT_SUPPORTED } });
}

function notPersisted(): GraphQLError {
  const message = 'Only operations that clients were built with are answered here, letter by letter.';
  return new GraphQLError(message, { extensions: { code: 'OPERATION_NOT_PERSISTED' } });
}
