import { createKafkaBroker } from '@galleria/messaging/kafka/kafka';
import { sql } from '@galleria/kit/database/sql';
import { readinessReport } from '@galleria/kit/process/readiness';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addWhile, countEffects, expectEachOnceInOrder, numbersOf, startCountingService } from './counting-service.ts';
import { logger, startTestBroker, uniqueContract, type TestBroker } from './messaging-fixture.ts';

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
    const second = await startCountingService(broker, contract, { like: first });
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
        onEnded: ended,
      }),
    });
    const producer = kafka.createProducer();
    await producer.send([{ topic: 'defect', key: 'k', value: 'v', headers: {} }]);
    await vi.waitFor(() => expect(ended).toHaveBeenCalled(), PATIENCE);
    await Promise.all([session.close(), producer.close(), kafka.close()]);
  });
});
