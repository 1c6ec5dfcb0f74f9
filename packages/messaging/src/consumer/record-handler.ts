import { runInContext } from '@galleria/kit/execution-context';
import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { delayAfter, sleep } from '../backoff.ts';
import type { IncomingRecord } from '../kafka/broker.ts';
import { readAttributes, typeOf, type Attributes } from '../contract/envelope.ts';
import { isFinal, type RetryPolicy } from './retry-policy.ts';
import type { Subscription } from './subscription.ts';

export interface HandlerDependencies {
  readonly service: string;
  readonly subscriptions: readonly Subscription[];
  /** All types of message that this release knows, whoever wants them. */
  readonly knownTypes: Pick<ReadonlySet<string>, 'has'>;
  readonly retry: RetryPolicy;
  /** Bounds how many messages are worked on at once; the rest waits in order of arrival. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly logger: Logger;
  /** Keeps a message that cannot be handled; a rejection is tried again. */
  readonly bury: (record: IncomingRecord, failure: Failure) => Promise<void>;
  /** Whether this service's own database answers, and may be written to. */
  readonly isDatabaseWritable: () => Promise<boolean>;
}

export interface Failure {
  readonly error: Error;
  readonly code: string;
  readonly attempts: number;
}

/**
 * Deals with one record, whatever it takes: true when it took effect, is none of ours or is a dead letter; false when
 * the signal ended the work before. Never throws: kafkajs stops a consumer for good, and silently, on a TypeError.
 */
export type RecordHandler = (record: IncomingRecord, stopping: AbortSignal) => Promise<boolean>;

const BURY_AGAIN = { firstMs: 200, maxMs: 5_000 };

export function createRecordHandler(dependencies: HandlerDependencies): RecordHandler {
  const byType = new Map(dependencies.subscriptions.map((subscription) => [subscription.type, subscription]));

  return async (record, stopping) => {
    const type = typeOf(record);
    const subscription = type === undefined ? undefined : byType.get(type);
    const recipient = record.headers['ce_recipient'];
    const isForUs = recipient === undefined || recipient === dependencies.service;
    // Most of a topic concerns others. Of what no contract of this release names, only a newer one can tell whom.
    if (isForUs && type !== undefined && subscription === undefined && !dependencies.knownTypes.has(type))
      return buryUntilDone(dependencies, record, unknownType(type), stopping);
    if (subscription?.topic !== record.topic || !isForUs) {
      dependencies.logger.debug({ type, topic: record.topic, offset: record.offset.toString() }, 'message ignored');
      return true;
    }
    const attributes = readAttributes(record);
    if (attributes === undefined) return buryUntilDone(dependencies, record, noIdentity(), stopping);
    const { correlationId, traceparent } = attributes;
    const context = {
      correlationId,
      causationId: attributes.id,
      ...(traceparent === undefined ? {} : { traceparent }),
    };
    return runInContext(context, async () => {
      const outcome = await handleWithRetries(dependencies, subscription, { record, attributes }, stopping);
      if (outcome === 'handled' || outcome === 'stopped') return outcome === 'handled';
      return buryUntilDone(dependencies, record, outcome, stopping);
    });
  };
}

async function handleWithRetries(
  { retry, inTurn, logger, isDatabaseWritable }: HandlerDependencies,
  subscription: Subscription,
  { record, attributes }: { readonly record: IncomingRecord; readonly attributes: Attributes },
  stopping: AbortSignal,
): Promise<'handled' | 'stopped' | Failure> {
  const about = { type: attributes.type, messageId: attributes.id };
  let work: ReturnType<Subscription['prepare']>;
  try {
    work = subscription.prepare(JSON.parse(record.value));
  } catch (thrown) {
    return { error: toError(thrown), code: 'MESSAGE_INVALID', attempts: 0 };
  }
  for (let attempts = 1; !stopping.aborted; attempts += 1) {
    const startedAt = performance.now();
    try {
      // The turn may come after the end.
      const outcome = await inTurn(async () => (stopping.aborted ? ('stopped' as const) : work(attributes)));
      if (outcome === 'stopped') return outcome;
      logger.info({ ...about, durationMs: elapsed(startedAt) }, 'message handled');
      return 'handled';
    } catch (thrown) {
      const error = toError(thrown);
      const failure = { error, code: codeOf(error), attempts };
      if (isFinal(error)) return failure;
      // While the database is away every message fails alike: giving up would turn an outage into a heap of dead
      // letters. And what fails while everything ends says nothing about the message.
      if (attempts >= retry.attempts && (await isDatabaseWritable()) && !stopping.aborted) return failure;
      const delayMs = Math.round(delayAfter(attempts, retry));
      logger.warn(
        { ...about, attempts, delayMs, code: failure.code, reason: error.message },
        'message failed, trying again',
      );
      await sleep(delayMs, stopping);
    }
  }
  return 'stopped';
}

async function buryUntilDone(
  { bury, logger }: HandlerDependencies,
  record: IncomingRecord,
  failure: Failure,
  stopping: AbortSignal,
): Promise<boolean> {
  const about = {
    type: typeOf(record),
    messageId: record.headers['ce_id'],
    code: failure.code,
    attempts: failure.attempts,
  };
  logger.error({ ...about, err: failure.error }, 'message cannot be handled: it becomes a dead letter');
  for (let failures = 1; !stopping.aborted; failures += 1) {
    try {
      await bury(record, failure);
      return true;
    } catch (thrown) {
      logger.warn({ ...about, failures, reason: toError(thrown).message }, 'dead letter not written, trying again');
      await sleep(delayAfter(failures, BURY_AGAIN), stopping);
    }
  }
  return false;
}

function noIdentity(): Failure {
  return { error: new Error('the message has no ce_id'), code: 'MESSAGE_MALFORMED', attempts: 0 };
}

function unknownType(type: string): Failure {
  const error = new Error(`this release knows no message of the type ${type}: replay it to one that does`);
  return { error, code: 'MESSAGE_TYPE_UNKNOWN', attempts: 0 };
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function elapsed(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10;
}
