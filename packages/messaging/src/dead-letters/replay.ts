import { isId } from '@galleria/kit/identifiers';
import { readAttributes, type Envelope } from '../contract/envelope.ts';
import type { DeadLetter } from './dead-letter.ts';
import { isStub } from './dead-letter-topic.ts';

/** What Kafka lets a topic be called. A letter may come from anybody who can write to its topic. */
const TOPIC = /^[\w.-]{1,249}$/;

/**
 * The message again, as it was and for the one service that failed. It fails again into a new dead letter if the cause
 * is still there. Undefined when it never was a proper event, or was too large for a letter.
 */
export function toReplay(letter: DeadLetter): Envelope | undefined {
  const { service, topic, partition, offset, key, headers, payload } = letter;
  const attributes = readAttributes({ topic, partition, offset, key, headers, value: payload });
  const isWhole = attributes !== undefined && isId(attributes.id) && TOPIC.test(topic) && !isStub(headers);
  if (!isWhole) return undefined;
  return { ...attributes, topic, payload, recipient: service };
}
