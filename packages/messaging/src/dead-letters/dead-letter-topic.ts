import { isId, newId } from '@galleria/kit/identifiers';
import type { IncomingRecord, OutgoingRecord } from '../kafka/broker.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { Failure } from '../consumer/record-handler.ts';

/** Marks what was added to the original headers. */
const PREFIX = 'dead_letter_';
/** Stays among the headers of a letter that is read back. */
const WITHOUT_MESSAGE = 'dead_letter_without_message';
const LONGEST_NAME = 200;
const LONGEST_MESSAGE = 1_000;
const LONGEST_STACK = 4_000;

/** How the name of a topic of dead letters ends. */
export const DEAD_LETTERS = '.dead-letters';

export function deadLetterTopic(service: string): string {
  return `${service}${DEAD_LETTERS}`;
}

/** The record as it came, with its failure in headers, so that any Kafka tool shows both. */
export function toDeadLetterRecord(service: string, record: IncomingRecord, failure: Failure): OutgoingRecord {
  return {
    topic: deadLetterTopic(service),
    key: record.key ?? '',
    value: record.value,
    headers: { ...record.headers, ...failureHeaders(record, failure) },
  };
}

/** A letter of a few kilobytes about a record of any size: what it is, where it is, and why it failed. */
export function toDeadLetterStub(service: string, record: IncomingRecord, failure: Failure): OutgoingRecord {
  const identity = ['ce_id', 'ce_type', 'ce_source', 'ce_correlationid'].flatMap((name) => {
    const value = record.headers[name];
    return value === undefined ? [] : [[name, clip(value, LONGEST_NAME)] as const];
  });
  return {
    topic: deadLetterTopic(service),
    key: clip(record.key ?? '', LONGEST_NAME),
    value: '',
    headers: { ...Object.fromEntries(identity), ...failureHeaders(record, failure), [WITHOUT_MESSAGE]: 'true' },
  };
}

/** Whether a letter, by its headers, is such a stub: there is nothing in it to send again. */
export function isStub(headers: IncomingRecord['headers']): boolean {
  return headers[WITHOUT_MESSAGE] !== undefined;
}

function failureHeaders(record: IncomingRecord, { error, code, attempts }: Failure): Record<string, string> {
  const added = {
    id: newId(),
    topic: record.topic,
    partition: String(record.partition),
    offset: record.offset.toString(),
    error_code: clip(code, LONGEST_NAME),
    // A validation error repeats what it found wrong: of 16 KB it made megabytes.
    error_message: clip(error.message, LONGEST_MESSAGE),
    error_stack: clip(framesOf(error), LONGEST_STACK),
    attempts: String(attempts),
    failed_at: new Date().toISOString(),
  };
  return Object.fromEntries(Object.entries(added).map(([name, value]) => [`${PREFIX}${name}`, value]));
}

/** Where it was thrown, without the message that a stack begins with. */
function framesOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** Reads a record of such a topic back; undefined when it is no letter. */
export function readDeadLetterRecord(record: IncomingRecord): DeadLetter | undefined {
  const added = (name: string) => record.headers[`${PREFIX}${name}`] ?? '';
  const id = added('id');
  // Anybody may have written anything there.
  const areCounts = isCount(added('offset')) && ['partition', 'attempts'].every((name) => isSmallCount(added(name)));
  if (!isId(id) || !areCounts || !isMoment(added('failed_at'))) return undefined;
  const original = Object.entries(record.headers).filter(
    ([name]) => name === WITHOUT_MESSAGE || !name.startsWith(PREFIX),
  );
  const headers = Object.fromEntries(original);
  return {
    id,
    service: record.topic.slice(0, -DEAD_LETTERS.length),
    messageId: headers['ce_id'] ?? '',
    type: headers['ce_type'] ?? '',
    topic: added('topic'),
    partition: Number(added('partition')),
    offset: BigInt(added('offset')),
    key: record.key,
    headers,
    payload: record.value,
    error: { code: added('error_code'), message: added('error_message'), stack: added('error_stack') || null },
    attempts: Number(added('attempts')),
    correlationId: headers['ce_correlationid'] ?? null,
    failedAt: new Date(added('failed_at')),
  };
}

// What a database takes, too: else the letters behind it would wait for several tries to keep it.

function isCount(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}

function isSmallCount(text: string): boolean {
  return isCount(text) && Number(text) <= 2_147_483_647;
}

function isMoment(text: string): boolean {
  const year = new Date(text).getUTCFullYear();
  return year >= 1970 && year <= 9999;
}
