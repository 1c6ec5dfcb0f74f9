import { stockRejected } from '@galleria/events/inventory';
import { newId } from '@galleria/kit/identifiers';
import { createLogger } from '@galleria/kit/logger';
import { toRecord } from '@galleria/messaging/contract/envelope';
import { createKafkaBroker } from '@galleria/messaging/kafka/kafka';
import type { Endpoints } from '@galleria/platform/supervisor/formation/endpoints';
import type { GraphClient } from './client.ts';
import { eventually } from './eventually.ts';

const LETTERS = `query ($filter: DeadLetterFilter) {
  deadLetters(filter: $filter, first: 10) {
    nodes {
      id service status messageId isReplayable resolvedBy { name } error { code }
      order { number status payment { status } }
    }
  }
}`;

/** Says of a confirmed order, as inventory would, what contradicts it. Gives the message's id. */
export async function contradict(urls: Endpoints, orderId: string): Promise<string> {
  const id = newId();
  const data = { orderId, reason: 'OUT_OF_STOCK', missing: [] };
  const kafka = createKafkaBroker({
    clientId: 'test',
    brokers: urls.kafkaBrokers.split(','),
    logger: createLogger({ service: 'test', level: 'silent' }),
    topics: { partitions: 3, replicationFactor: -1 },
  });
  const producer = kafka.createProducer();
  const { type, topic } = stockRejected;
  const about = { id, type, topic, source: 'inventory', time: new Date(), key: orderId, correlationId: newId() };
  await producer.send([toRecord({ ...about, payload: JSON.stringify(stockRejected.schema.parse(data)) })]);
  await producer.close();
  await kafka.close();
  return id;
}

/** The dead letters of a message, newest first, once there are so many. */
export async function lettersOf(administrator: Pick<GraphClient, 'sendText'>, messageId: string, count: number) {
  return eventually(async () => {
    const { data } = await administrator.sendText(LETTERS, { filter: { messageId } });
    const { nodes } = data.deadLetters;
    return nodes.length === count ? nodes : undefined;
  }, `${count} dead letters`);
}
