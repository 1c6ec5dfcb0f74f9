import { GraphQLError } from 'graphql';
import { createBoundedCache } from '../engine/operation/bounded-cache.ts';
import type { OperationRequest } from '../graph-engine.ts';
import { persistedHash } from '../persisted-hash.ts';
import type { PersistedOperation } from './persisted-operations.ts';

export const QUERY_NOT_FOUND = 'PERSISTED_QUERY_NOT_FOUND';

export interface PersistedQueriesOptions {
  /** Those that clients were built with: known from the start, and never forgotten. */
  readonly operations?: readonly PersistedOperation[];
  /** `persisted`: what is not among `operations` is refused. */
  readonly allowed?: 'any' | 'persisted';
}

const MAX_BYTES = 30 * 1_048_576;
const BYTES_PER_CHARACTER = 2;

/**
 * Automatic persisted queries, as Apollo's clients speak them: a query is sent once together with its hash, and by its
 * hash alone from then on. Gives the text of an operation; `PERSISTED_QUERY_NOT_FOUND` for a hash that is not known, on
 * which a client sends both, and `OPERATION_NOT_PERSISTED` for a text that may not be asked. That a text has the hash
 * that it came with has been looked at before.
 */
export function createPersistedQueries({ operations = [], allowed = 'any' }: PersistedQueriesOptions = {}): (
  operation: OperationRequest,
) => string | GraphQLError {
  const known = new Map(operations.map(({ id, text }) => [id, text]));
  const texts = new Set(known.values());
  const learned = createBoundedCache<string>(MAX_BYTES);
  return ({ query, extensions }) => {
    const hash = persistedHash(extensions);
    if (query === undefined) return known.get(hash ?? '') ?? learned.get(hash ?? '') ?? queryNotFound();
    if (allowed === 'persisted') return texts.has(query) ? query : notPersisted();
    if (hash !== undefined) learned.set(hash, query, (hash.length + query.length) * BYTES_PER_CHARACTER);
    return query;
  };
}

function queryNotFound(): GraphQLError {
  return new GraphQLError('PersistedQueryNotFound', { extensions: { code: QUERY_NOT_FOUND } });
}

function notPersisted(): GraphQLError {
  const message = 'Only operations that clients were built with are answered here, letter by letter.';
  return new GraphQLError(message, { extensions: { code: 'OPERATION_NOT_PERSISTED' } });
}
