import { newId } from '@galleria/kit/identifiers';
import type { Broker, IncomingRecord } from '@galleria/messaging/kafka/broker';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { readAttributes, toRecord, typeOf, type Attributes } from '@galleria/messaging/contract/envelope';

export type CapturedMessage<Data> = Attributes & { readonly data: Data };

export interface MessageProbe {
  /** Sends a message as another service would; gives its id. */
  publish<Data>(contract: MessageContract<Data>, data: Data, id: string): Promise<string>;
  /** All messages of a contract that went over the broker so far, in order. */
  captured<Data>(contract: MessageContract<Data>): readonly CapturedMessage<Data>[];
  close(): Promise<void>;
}

const OWNERS = ['users', 'products', 'inventory', 'orders', 'payments', 'notifications'];
const TOPICS = OWNERS.flatMap((owner) => [`${owner}.events`, `${owner}.commands`]);

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
      onFetched: () => undefined,
      onEnded: () => undefined,
    }),
  });
  const producer = broker.createProducer();

  return {
    publish: async (contract, data, id) => {
      const key = contract.keyOf(data);
      const envelope = { id, type: contract.type, source: 'test', time: new Date(), key, correlationId: newId() };
      await producer.send([toRecord({ ...envelope, topic: contract.topic, payload: JSON.stringify(data) })]);
      return id;
    },
    captured: (contract) =>
      records.flatMap((record) => {
        const attributes = readAttributes(record);
        if (attributes === undefined || typeOf(record) !== contract.type) return [];
        return [{ ...attributes, data: contract.schema.parse(JSON.parse(record.value)) }];
      }),
    close: async () => {
      await session.close();
      await producer.close();
    },
  };
}
