import type { Consumer, KafkaMessage } from 'kafkajs';
import { PATIENCE } from '../../../src/testing/patience.ts';
import { expect, vi } from 'vitest';

export interface ConsumedMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly value: string;
  readonly message: KafkaMessage;
}

/** Runs the consumer and collects what it gets, in order. */
export async function collect(consumer: Consumer, topics: string[], fromBeginning = true): Promise<ConsumedMessage[]> {
  const consumed: ConsumedMessage[] = [];
  await consumer.subscribe({ topics, fromBeginning });
  await consumer.run({
    eachMessage: async ({ topic, partition, message }) => {
      const value = message.value?.toString() ?? '';
      consumed.push({ topic, partition, offset: Number(message.offset), value, message });
    },
  });
  return consumed;
}

/** The partitions that a consumer has, as its latest rebalance left them. Create it before the consumer runs. */
export function watchAssignment(consumer: Consumer, topic: string): { current(): number[] } {
  let assigned: number[] = [];
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    assigned = [...(payload.memberAssignment[topic] ?? [])];
  });
  return { current: () => assigned };
}

export async function waitForValues(consumed: readonly ConsumedMessage[], expected: readonly string[]): Promise<void> {
  await vi.waitFor(() => expect(consumed.map(({ value }) => value).toSorted()).toEqual(expected.toSorted()), PATIENCE);
}

/** Rebalances take a few heartbeats; a stuck one should not take the whole test's time. */

export function numbered(count: number, prefix = 'm'): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}
