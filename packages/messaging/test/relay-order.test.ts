import type { Database } from '@galleria/kit/database/database';
import { newId } from '@galleria/kit/identifiers';
import { readinessReport } from '@galleria/kit/process/readiness';
import { sql } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';
import { integer } from '@galleria/kit/database/columns';
import { createOutbox } from '@galleria/messaging/outbox/outbox';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { PATIENCE } from '@galleria/platform/testing/patience';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  observe,
  startTestBroker,
  startTestService,
  uniqueContract,
  type Numbered,
  type TestBroker,
} from './messaging-fixture.ts';

const WAITING = {
  ready: true,
  checks: { broker: 'ok', 'outbox relay': 'the broker refuses messages; keys that wait for them: 1' },
};

describe('the order of sending', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startTestBroker();
  });
  afterAll(() => broker.remove());

  it('is the order of commits of each key, however transactions interleave and whichever roll back', async () => {
    const contract = uniqueContract();
    const service = await startTestService(broker, { topics: [contract.topic] });
    await service.database.query(sql`create table aggregates (key text primary key, version int not null)`);
    const records = await observe(broker, contract.topic);
    const change = fc.record({
      aggregate: fc.constantFrom('a', 'b', 'c'),
      writer: fc.nat({ max: 7 }),
      holdMs: fc.nat({ max: 5 }),
      rollsBack: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 10, maxLength: 60 }), async (changes) => {
        const run = newId();
        const writers = [0, 1, 2, 3, 4, 5, 6, 7].map((writer) => changes.filter((each) => each.writer === writer));
        await Promise.all(
          writers.map(async (own) => {
            for (const each of own)
              await changeAggregate(service, contract, { ...each, key: `${each.aggregate}-${run}` });
          }),
        );
        for (const aggregate of ['a', 'b', 'c']) {
          const key = `${aggregate}-${run}`;
          const committed = changes.filter((each) => each.aggregate === aggregate && !each.rollsBack).length;
          const numbers = () => records.filter((record) => record.key === key).map(({ value }) => numberIn(value));
          await vi.waitFor(() => expect(numbers()).toHaveLength(committed), PATIENCE);
          expect(numbers()).toEqual(Array.from({ length: committed }, (_, index) => index + 1));
        }
      }),
      { numRuns: 15 },
    );
  });

  // The broker refuses one, and its client the other, before it asks.
  it.each(['no/such topic', ''])('holds a refused message’s key back and lets the others pass: "%s"', async (topic) => {
    const contract = uniqueContract();
    const impossible = { ...contract, topic };
    const service = await startTestService(broker, { topics: [contract.topic] });
    const records = await observe(broker, contract.topic);
    await service.database.transaction(async (transaction) => {
      const outbox = createOutbox(transaction, { source: service.name });
      await outbox.add(contract, { key: 'a', number: 1 });
      await outbox.add(impossible, { key: 'a', number: 2 });
      await outbox.add(contract, { key: 'a', number: 3 });
      await outbox.add(contract, { key: 'b', number: 4 });
    });
    await service.add(contract, { key: 'c', number: 5 });
    await vi.waitFor(async () => expect(await service.unsent()).toBe(2), PATIENCE);
    await vi.waitFor(() => expect(records).toHaveLength(3), PATIENCE);
    // It is told, and takes nothing out of rotation.
    await vi.waitFor(async () => expect(await readinessReport(service.messaging.readiness)).toEqual(WAITING), PATIENCE);
    await service.database.query(sql`update outbox set topic = ${contract.topic}`);
    await vi.waitFor(() => expect(records).toHaveLength(5), PATIENCE);
    const numbersOfA = records.filter((record) => record.key === 'a').map(({ value }) => numberIn(value));
    expect(numbersOfA).toEqual([1, 2, 3]);
  });

  it('is kept while a backlog of many batches drains', async () => {
    const contract = uniqueContract();
    const service = await startTestService(broker, { topics: [contract.topic] });
    const records = await observe(broker, contract.topic);
    await service.ready();
    await addBacklog(service.database, contract, 10_000);
    await vi.waitFor(() => expect(records).toHaveLength(10_000), PATIENCE);
    const last = new Map<string | null, number>();
    for (const { key, value } of records) {
      expect(numberIn(value)).toBeGreaterThan(last.get(key) ?? 0);
      last.set(key, numberIn(value));
    }
  });
});

/** What a service does: take the aggregate's lock, change it, tell about it, and then commit or not. */
async function changeAggregate(
  service: { readonly name: string; readonly database: Database },
  contract: MessageContract<Numbered>,
  change: { readonly key: string; readonly holdMs: number; readonly rollsBack: boolean },
): Promise<void> {
  const work = service.database.transaction(async (transaction) => {
    const [aggregate] = await transaction.query(sql`
      insert into aggregates values (${change.key}, 1)
      on conflict (key) do update set version = aggregates.version + 1 returning version as ${alias('version', integer)}`);
    const outbox = createOutbox(transaction, { source: service.name });
    await outbox.add(contract, { key: change.key, number: aggregate?.version ?? 0 });
    await transaction.query(sql`select pg_sleep(${change.holdMs}::float / 1000)`);
    if (change.rollsBack) throw new Error('rolled back');
  });
  if (change.rollsBack) await expect(work).rejects.toThrow('rolled back');
  else await work;
}

async function addBacklog(database: Database, contract: MessageContract<Numbered>, count: number): Promise<void> {
  await database.query(sql`
    insert into outbox (id, type, source, topic, key, payload, correlation_id)
    select gen_random_uuid(), ${contract.type}, 'test', ${contract.topic}, 'k' || n % 50,
      json_build_object('key', 'k' || n % 50, 'number', n), 'c' from generate_series(1, ${count}::int) n`);
}

function numberIn(value: string): number {
  return (JSON.parse(value) as Numbered).number;
}
