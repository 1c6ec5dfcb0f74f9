import { currentContext } from '@galleria/kit/execution-context';
import { newId } from '@galleria/kit/identifiers';
import type { Broker, IncomingRecord, OutgoingRecord } from '@galleria/messaging/kafka/broker';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import type { DeadLetter } from '@galleria/messaging/dead-letters/dead-letter';
import { deadLetterTopic, readDeadLetterRecord } from '@galleria/messaging/dead-letters/dead-letter-topic';
import { readAttributes, toRecord, typeOf, type Attributes } from '@galleria/messaging/contract/envelope';
import { readProject } from '../supervisor/formation/project.ts';

export type CapturedMessage<Data> = Attributes & { readonly data: Data };

export interface MessageProbe {
  /** Sends a message as another service would, at its time and in the context of the caller; gives its id. */
  publish<Data>(
    contract: MessageContract<Data>,
    data: Data,
    sent: { readonly id: string; readonly time: Date },
  ): Promise<string>;
  /** Sends records that need not be messages. */
  send(records: readonly OutgoingRecord[]): Promise<void>;
  /** All messages of a contract that went over the broker so far, in order. */
  captured<Data>(contract: MessageContract<Data>): readonly CapturedMessage<Data>[];
  /** All messages that somebody could not handle so far, in order. */
  deadLetters(): readonly DeadLetter[];
  close(): Promise<void>;
}

const TOPICS = readProject(import.meta.dirname).subgraphNames.flatMap((owner) => [
  `${owner}.events`,
  `${owner}.commands`,
  deadLetterTopic(owner),
]);

/** Stands for all other services of a test: sends their messages, and sees everything that is sent. */
export async function createMessageProbe(broker: Broker): Promise<MessageProbe> {
  await broker.ensureTopics(TOPICS);
  const records: IncomingRecord[] = [];
  const session = await broker.consume({
    groupId: `probe-${newId()}`,
    topics: TOPICS,
    attach: () => ({
      onAssigned: () => undefined,
      onRecords: (incoming) => void records.push(...incoming),
      onEnded: () => undefined,
    }),
  });
  const producer = broker.createProducer();

  return {
    publish: async (contract, data, { id, time }) => {
      const key = contract.keyOf(data);
      const correlationId = currentContext()?.correlationId ?? newId();
      const envelope = { id, type: contract.type, source: 'test', time, key, correlationId };
      await producer.send([toRecord({ ...envelope, topic: contract.topic, payload: JSON.stringify(data) })]);
      return id;
    },
    send: (outgoing) => producer.send(outgoing),
    captured: (contract) =>
      records.flatMap((record) => {
        const attributes = readAttributes(record);
        const isMessage = typeOf(record) === contract.type && record.topic === contract.topic;
        if (attributes === undefined || !isMessage) return [];
        return [{ ...attributes, data: contract.schema.parse(JSON.parse(record.value)) }];
      }),
    deadLetters: () => records.flatMap((record) => readDeadLetterRecord(record) ?? []),
    close: async () => {
      await session.close();
      await producer.close();
    },
  };
}
