import { DatabaseError } from 'pg';
import type { Backoff } from '../backoff.ts';

/** How often, and how far apart, a failed message is tried again before it becomes a dead letter. */
export interface RetryPolicy extends Backoff {
  /** Tries in all. */
  readonly attempts: number;
}

/** About 45 seconds in all: long enough for a provider or a neighbour to restart. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = { attempts: 12, firstMs: 50, maxMs: 10_000 };

/**
 * SQLSTATE classes 08 connection exception, 53 insufficient resources, 57P operator intervention, and what another try
 * resolves.
 */
const TRANSIENT_SQLSTATE = /^(08|53|57P|40001|40P01|55P03)/;
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);

/** pg and pg-pool report a lost connection in plain errors that have nothing but their message. */
const PG_CONNECTION_MESSAGES = [
  'Connection terminated',
  'Client has encountered a connection error and is not queryable',
  'timeout exceeded when trying to connect',
  'timeout expired',
];

/**
 * Whether the same message may be handled later without any change. Errors with a `retriable` field speak for
 * themselves.
 */
export function isRetriable(error: Error): boolean {
  if ('retriable' in error) return error.retriable === true;
  if (error instanceof DatabaseError) return TRANSIENT_SQLSTATE.test(error.code ?? '');
  if ('code' in error && typeof error.code === 'string' && SOCKET_CODES.has(error.code)) return true;
  return PG_CONNECTION_MESSAGES.some((message) => error.message.startsWith(message));
}
