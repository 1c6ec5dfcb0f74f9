import { newId } from '@galleria/kit/identifiers';
import { sql } from '@galleria/kit/database/sql';
import { deleteOldMessages } from '@galleria/messaging/retention';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { observe, startTestBroker, startTestService, uniqueContract, type TestBroker } from './messaging-fixture.ts';

describe('retention', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startTestBroker();
  });
  afterAll(() => broker.remove());

  it('deletes what is old and done with, and nothing that somebody still needs', async () => {
    const { database, messaging } = await startTestService(broker);
    await messaging.stop();
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
    await database.execute(sql`
      insert into outbox (id, type, source, topic, key, payload, correlation_id, created_at)
      values (${newId()}, 't', 's', 't', 'k', '{}', 'c', ${ago(100)})`);
    await database.query(sql`insert into inbox values ('consumer', ${newId()}, ${ago(29)})`);
    // More than one statement takes.
    await database.query(sql`
      insert into inbox select 'consumer', gen_random_uuid(), ${ago(31)}::timestamptz from generate_series(1, 11000)`);
    await deleteOldMessages(database);
    const counts = await database.query(sql`
      select (select count(*)::int from outbox) as outbox, (select count(*)::int from inbox) as inbox`);
    expect(counts).toEqual([{ outbox: 1, inbox: 1 }]);
  });

  it('leaves nothing of a message that was sent', async () => {
    const contract = uniqueContract();
    const service = await startTestService(broker, { topics: [contract.topic] });
    await service.add(contract, { key: 'k', number: 1 });
    const sent = await observe(broker, contract.topic);
    await vi.waitFor(() => expect(sent).toHaveLength(1), PATIENCE);
    const left = () => service.database.query(sql`select id from outbox`);
    await vi.waitFor(async () => expect(await left()).toEqual([]), PATIENCE);
  });
});
