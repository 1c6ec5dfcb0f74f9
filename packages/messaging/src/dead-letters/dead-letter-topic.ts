import { newId } from '@galleria/kit/identifiers';
import type { IncomingRecord, OutgoingRecord } from '../kafka/broker.ts';
import type { UnresolvedDeadLetter } from './dead-letter.ts';
import type { Failure } from '../consumer/record-handler.ts';

/** Marks what was added to the original headers. */
const PREFIX = 'dead_letter_';

export function deadLetterTopic(service: string): string {
  return `${service}.dead-letters`;
}

/** The record as it came, with its failure in headers, so that any Kafka tool shows both. */
export function toDeadLetterRecord(service: string, record: IncomingRecord, failure: Failure): OutgoingRecord {
  const { error, code, attempts } = failure;
  const added = {
    id: newId(),
    topic: record.topic,
    partition: String(record.partition),
    offset: record.offset.toString(),
    error_code: code,
    error_message: error.message,
    error_stack: error.stack ?? '',
    attempts: String(attempts),
    failed_at: new Date().toISOString(),
  };
  return {
    topic: deadLetterTopic(service),
    key: record.key ?? '',
    value: record.value,
    headers: {
      ...record.headers,
      ...Object.fromEntries(Object.entries(added).map(([name, value]) => [`${PREFIX}${name}`, value])),
    },
  };
}

/** Reads such a record back; undefined when it is none. */
export function readDeadLetterRecord(record: IncomingRecord): UnresolvedDeadLetter | undefined {
  const added = (name: string) => record.headers[`${PREFIX}${name}`] ?? '';
  const id = added('id');
  if (id === '') return undefined;
  const headers = Object.fromEntries(Object.entries(record.headers).filter(([name]) => !name.startsWith(PREFIX)));
  return {
    id,
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
