import { sql } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';
import { integer } from '@galleria/kit/database/columns';
import { createInbox } from '@galleria/messaging/inbox/inbox';
import { createKafkaBroker } from '@galleria/messaging/kafka/kafka';
import { on } from '@galleria/messaging/consumer/subscription';
import { readinessReport } from '@galleria/kit/process/readiness';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  logger,
  startTestBroker,
  startTestService,
  uniqueContract,
  type Numbered,
  type TestBroker,
} from './messaging-fixture.ts';
import { effects } from './messaging-tables.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e'];

/** A service that sends to itself and notes each number in the order in which it took effect. */
function startCountingService(
  broker: TestBroker,
  contract: MessageContract<Numbered>,
  databaseUrl?: string,
  name?: string,
) {
  return startTestService(broker, {
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(name === undefined ? {} : { name }),
    topics: [contract.topic],
    subscribe: (database, consumer) => [
      on(contract, async (data, message) => {
        await database.transaction(async (transaction) => {
          if (!(await createInbox(transaction, { consumer: consumer }).accept(message.id))) return;
          await transaction.query(sql`insert into effects values (${message.id}, ${data.key}, ${data.number})`);
        });
      }),
    ],
  });
}

type Service = Awaited<ReturnType<typeof startCountingService>>;

async function numbersOf(service: Service, key: string): Promise<number[]> {
  const rows = await service.database.query(
    sql`select ${effects.columns('number')} from effects where key = ${key} order by place`,
  );
  return rows.map((row) => row.number);
}

async function countEffects(service: Service): Promise<number> {
  const rows = await service.database.query(sql`select count(*)::int as ${alias('count', integer)} from effects`);
  return rows[0]?.count ?? 0;
}

/** Adds numbers to every key, one after the other, until `during` is over; gives how many each key got. */
async function addWhile(services: readonly Service[], contract: MessageContract<Numbered>, during: Promise<unknown>) {
  let over = false;
  const ended = during.finally(() => (over = true));
  const counts = await Promise.all(
    KEYS.map(async (key, index) => {
      let number = 0;
      for (; !over; number += 1) await services[index % services.length]?.add(contract, { key, number });
      return number;
    }),
  );
  await ended;
  return counts;
}

async function expectEachOnceInOrder(service: Service, counts: readonly number[]): Promise<void> {
  const total = counts.reduce((sum, count) => sum + count, 0);
  await vi.waitFor(async () => expect(await countEffects(service)).toBe(total), PATIENCE);
  for (const [index, key] of KEYS.entries()) {
    expect(await numbersOf(service, key)).toEqual(Array.from({ length: counts[index] ?? 0 }, (_, number) => number));
  }
  // A message takes effect before the relay notes that it was sent.
  await vi.waitFor(async () => expect(await service.unsent()).toBe(0), PATIENCE);
}

describe('an outage', () => {
  let broker: TestBroker;
  beforeEach(async () => {
    broker = await startTestBroker();
  });
  afterEach(() => broker.remove());

  it('of the broker at start only delays readiness and the messages', async () => {
    const contract = uniqueContract();
    await broker.stop();
    const service = await startCountingService(broker, contract);
    await service.add(contract, { key: 'a', number: 0 });
    const report = await readinessReport(service.messaging.readiness);
    expect(report.ready).toBe(false);
    expect(report.checks['broker']).toMatch(/ECONNREFUSED|[Cc]onnection/);
    await broker.start();
    await service.ready();
    await vi.waitFor(async () => expect(await numbersOf(service, 'a')).toEqual([0]), PATIENCE);
  });

  it('of the broker under load loses and repeats nothing and keeps the order of each key', async () => {
    const contract = uniqueContract();
    const service = await startCountingService(broker, contract);
    await service.ready();
    const outage = async () => {
      for (const number of [1, 2]) {
        await vi.waitFor(async () => expect(await countEffects(service)).toBeGreaterThan(50 * number), PATIENCE);
        await broker.stop();
        await vi.waitFor(async () => expect(await service.unsent()).toBeGreaterThan(20), PATIENCE);
        await broker.start();
      }
    };
    const counts = await addWhile([service], contract, outage());
    await expectEachOnceInOrder(service, counts);
    await service.ready();
  });

  it('that costs the broker its data is survived: topics are made again', async () => {
    const contract = uniqueContract();
    const service = await startCountingService(broker, contract);
    await service.add(contract, { key: 'a', number: 0 });
    await vi.waitFor(async () => expect(await numbersOf(service, 'a')).toEqual([0]), PATIENCE);
    await broker.stop();
    await broker.wipe();
    await broker.start();
    await service.add(contract, { key: 'a', number: 1 });
    await vi.waitFor(async () => expect(await numbersOf(service, 'a')).toEqual([0, 1]), PATIENCE);
  });

  it('of the broker does not hold up the stop of a service', async () => {
    const contract = uniqueContract();
    const service = await startCountingService(broker, contract);
    await service.ready();
    await broker.stop();
    await service.add(contract, { key: 'a', number: 0 });
    const startedAt = performance.now();
    await service.messaging.stop();
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await broker.start();
  });

  it('of the relay’s database connection loses and repeats nothing', async () => {
    const contract = uniqueContract();
    const service = await startCountingService(broker, contract);
    await service.ready();
    const outage = async () => {
      await vi.waitFor(async () => expect(await countEffects(service)).toBeGreaterThan(20), PATIENCE);
      await service.database.query(
        sql`select pg_terminate_backend(pid) from pg_stat_activity
            where application_name = 'outbox-relay' and datname = current_database()`,
      );
      const before = await countEffects(service);
      await vi.waitFor(async () => expect(await countEffects(service)).toBeGreaterThan(before + 50), PATIENCE);
    };
    const counts = await addWhile([service], contract, outage());
    await expectEachOnceInOrder(service, counts);
  });

  it('of the instance that relays lets the other take over', async () => {
    const contract = uniqueContract();
    const first = await startCountingService(broker, contract);
    await first.ready();
    const second = await startCountingService(broker, contract, first.databaseUrl, first.name);
    await second.ready();
    const outage = async () => {
      await vi.waitFor(async () => expect(await countEffects(second)).toBeGreaterThan(20), PATIENCE);
      await first.messaging.stop();
      const before = await countEffects(second);
      await vi.waitFor(async () => expect(await countEffects(second)).toBeGreaterThan(before + 50), PATIENCE);
    };
    const counts = await addWhile([first, second], contract, outage());
    await expectEachOnceInOrder(second, counts);
  });

  it('is reported when a listener’s defect ends a kafkajs session', async () => {
    const topics = { partitions: 1, replicationFactor: 1 };
    const kafka = createKafkaBroker({ clientId: 'test', brokers: broker.addresses, logger, topics });
    await kafka.ensureTopics(['defect']);
    const ended = vi.fn();
    const session = await kafka.consume({
      groupId: 'defect',
      topics: ['defect'],
      attach: () => ({
        onAssigned: () => undefined,
        onRecords: () => {
          throw new TypeError('x is not a function');
        },
        onFetched: () => undefined,
        onEnded: ended,
      }),
    });
    const producer = kafka.createProducer();
    await producer.send([{ topic: 'defect', key: 'k', value: 'v', headers: {} }]);
    await vi.waitFor(() => expect(ended).toHaveBeenCalled(), PATIENCE);
    await Promise.all([session.close(), producer.close(), kafka.close()]);
  });
});
