import { createLogger } from '@galleria/kit/logger';
import { newId } from '@galleria/kit/identifiers';
import { stockRejected } from '@galleria/events/inventory';
import { toRecord } from '@galleria/messaging/contract/envelope';
import { createKafkaBroker } from '@galleria/messaging/kafka/kafka';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newProduct } from './galleria/catalogue.ts';
import { signIn, type GraphClient } from './galleria/client.ts';
import { newCustomer } from './galleria/customer.ts';
import { eventually } from './galleria/eventually.ts';

const { urls } = inject('galleria');

let administrator: GraphClient;
beforeAll(async () => void (administrator = await signIn(urls.graph, 'admin@galleria.example')));

const LETTERS = `query ($filter: DeadLetterFilter) {
  deadLetters(filter: $filter, first: 10) {
    nodes {
      id service status messageId isReplayable resolvedBy { name } error { code }
      order { number status payment { status } }
    }
  }
}`;
const REPLAY = 'mutation ($id: ID!) { replayDeadLetter(id: $id) { __typename } }';
const DISCARD = `mutation ($filter: DeadLetterFilter!) {
  discardDeadLetters(filter: $filter, reason: "a test") { ... on DeadLettersDiscarded { count remaining } }
}`;

/** Says of an order, as inventory would, what contradicts everything that happened to it. */
async function contradict(orderId: string): Promise<string> {
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

async function lettersOf(messageId: string, count: number) {
  return eventually(async () => {
    const { data } = await administrator.sendText(LETTERS, { filter: { messageId } });
    const { nodes } = data.deadLetters;
    return nodes.length === count ? nodes : undefined;
  }, `${count} dead letters`);
}

describe('a message that a service cannot handle', () => {
  it('is found in the graph with its order, fails again when nothing was mended, and is given up', async () => {
    const customer = await newCustomer(urls.graph);
    const { id } = await customer.order((await newProduct(administrator, 1)).id, ['CONFIRMED']);
    const messageId = await contradict(id as string);
    const [letter] = await lettersOf(messageId, 1);
    expect(letter).toMatchObject({
      ...{ service: 'orders', status: 'WAITING', messageId, isReplayable: true },
      error: { code: 'STOCK_ANSWERS_CONTRADICT' },
      order: { number: expect.stringMatching(/^G-/) as string, status: 'CONFIRMED', payment: { status: 'CAPTURED' } },
    });
    const replayed = await administrator.sendText(REPLAY, { id: letter.id });
    expect(replayed.data.replayDeadLetter).toEqual({ __typename: 'DeadLetterReplayed' });
    const [again, first] = await lettersOf(messageId, 2);
    expect(first).toMatchObject({
      id: letter.id,
      status: 'REPLAYED',
      resolvedBy: { name: expect.any(String) as string },
    });
    expect(again).toMatchObject({ service: 'orders', status: 'WAITING', error: { code: 'STOCK_ANSWERS_CONTRADICT' } });
    const discarded = await administrator.sendText(DISCARD, { filter: { messageId } });
    expect(discarded.data.discardDeadLetters).toEqual({ count: 1, remaining: 0 });
    expect((await customer.untilOrder(id as string, ['CONFIRMED'])).status).toBe('CONFIRMED');
  });
});
