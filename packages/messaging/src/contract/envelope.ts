import { newId } from '@galleria/kit/identifiers';
import type { IncomingRecord, OutgoingRecord } from '../kafka/broker.ts';
import type { Message } from './contract.ts';

/**
 * CloudEvents 1.0 in Kafka's binary mode: attributes are headers, the value is the data alone.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
 */
export type Envelope = Omit<Message<unknown>, 'data'> & {
  readonly topic: string;
  /** JSON. */
  readonly payload: string;
  /** The only service that is to handle it; every subscriber when absent. */
  readonly recipient?: string;
};

/** What of a record can be read without its contract. */
export type Attributes = Omit<Envelope, 'topic' | 'payload'>;

export function toRecord(envelope: Envelope): OutgoingRecord {
  const { causationId, traceparent, recipient } = envelope;
  return {
    topic: envelope.topic,
    key: envelope.key,
    value: envelope.payload,
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: envelope.id,
      ce_type: envelope.type,
      ce_source: envelope.source,
      ce_subject: envelope.key,
      ce_time: envelope.time.toISOString(),
      ce_correlationid: envelope.correlationId,
      ...(causationId === undefined ? {} : { ce_causationid: causationId }),
      ...(recipient === undefined ? {} : { ce_recipient: recipient }),
      ...(traceparent === undefined ? {} : { traceparent }),
    },
  };
}

export function typeOf(record: IncomingRecord): string | undefined {
  return record.headers['ce_type'];
}

/**
 * The attributes of a record, or undefined when it has no id and type and so is no event. A sender outside of
 * Galleria may leave the optional ones out: they then get a value that keeps the work traceable.
 */
export function readAttributes(record: IncomingRecord): Attributes | undefined {
  const { headers } = record;
  const id = headers['ce_id'];
  const type = headers['ce_type'];
  if (id === undefined || type === undefined) return undefined;
  const time = new Date(headers['ce_time'] ?? Number.NaN);
  const causationId = headers['ce_causationid'];
  const traceparent = headers['traceparent'];
  const recipient = headers['ce_recipient'];
  return {
    id,
    type,
    source: headers['ce_source'] ?? 'unknown',
    time: Number.isNaN(time.getTime()) ? new Date() : time,
    key: record.key ?? headers['ce_subject'] ?? '',
    correlationId: headers['ce_correlationid'] ?? newId(),
    ...(causationId === undefined ? {} : { causationId }),
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(recipient === undefined ? {} : { recipient }),
  };
}
