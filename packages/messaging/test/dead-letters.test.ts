import { ServiceError } from '@galleria/kit/errors';
import { sql } from '@galleria/kit/database/sql';
import { createInbox } from '@galleria/messaging/inbox/inbox';
import { on } from '@galleria/messaging/consumer/subscription';
import { deadLetterTopic, readDeadLetterRecord } from '@galleria/messaging/dead-letters/dead-letter-topic';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import {
  observe,
  startTestBroker,
  startTestService,
  uniqueContract,
  type Numbered,
  type TestBroker,
} from './messaging-fixture.ts';
import { effects as effectsTable } from './messaging-tables.ts';

/** A service whose handler throws whatever `failWith` says, and otherwise notes the message's number once. */
async function startFailingService(broker: TestBroker, contract: MessageContract<Numbered>) {
  const behaviour = { tries: 0, failWith: (_try: number): unknown => undefined };
  const service = await startTestService(broker, {
    topics: [contract.topic],
    subscribe: (database, name) => [
      on(contract, async (data, message) => {
        behaviour.tries += 1;
        await database.transaction(async (transaction) => {
          if (!(await createInbox(transaction, { consumer: name }).accept(message.id))) return;
          await transaction.query(sql`insert into effects values (${message.id}, ${data.key}, ${data.number})`);
          const thrown = behaviour.failWith(behaviour.tries);
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- a handler may throw anything
          if (thrown !== undefined) throw thrown;
        });
      }),
    ],
  });
  const effects = async () => {
    const rows = await service.database.query(sql`select ${effectsTable.columns('number')} from effects`);
    return rows.map((row) => row.number);
  };
  const records = await observe(broker, deadLetterTopic(service.name));
  const letters = () => records.flatMap((record) => readDeadLetterRecord(record) ?? []);
  const firstLetter = () =>
    vi.waitFor(() => {
      const [letter] = letters();
      if (letter === undefined) throw new Error('no dead letter yet');
      return letter;
    }, PATIENCE);
  return { service, behaviour, effects, letters, firstLetter };
}

describe('a message that fails', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startTestBroker();
  });
  afterAll(() => broker.remove());

  it('is tried again while its errors are retriable, and takes effect once', async () => {
    const contract = uniqueContract();
    const { service, behaviour, effects, letters } = await startFailingService(broker, contract);
    const away = new ServiceError('AWAY', { kind: 'unavailable', message: 'away', retriable: true });
    behaviour.failWith = (tries) => (tries < 3 ? away : undefined);
    await service.add(contract, { key: 'k', number: 1 });
    await vi.waitFor(async () => expect(await effects()).toEqual([1]), PATIENCE);
    expect(behaviour.tries).toBe(3);
    expect(letters()).toEqual([]);
  });

  it.each([
    ['a defect', new TypeError('x is undefined'), 'TypeError', 3],
    [
      'a refusal',
      new ServiceError('ORDER_UNKNOWN', { kind: 'not-found', message: 'no such order' }),
      'ORDER_UNKNOWN',
      1,
    ],
    [
      'a failure that lasts',
      new ServiceError('AWAY', { kind: 'unavailable', message: '', retriable: true }),
      'AWAY',
      3,
    ],
  ])(
    'becomes a dead letter on %s, and later messages of its key are handled',
    async (_title, error, code, attempts) => {
      const contract = uniqueContract();
      const { service, behaviour, effects, letters, firstLetter } = await startFailingService(broker, contract);
      behaviour.failWith = (tries) => (tries <= attempts ? error : undefined);
      await service.add(contract, { key: 'k', number: 1 });
      await service.add(contract, { key: 'k', number: 2 });
      expect(await firstLetter()).toMatchObject({
        type: contract.type,
        topic: contract.topic,
        key: 'k',
        payload: '{"key":"k","number":1}',
        error: { code, message: error.message, stack: expect.stringContaining('dead-letters.test') as string },
        attempts,
        service: service.name,
      });
      expect(letters()).toHaveLength(1);
      await vi.waitFor(async () => expect(await effects()).toEqual([2]), PATIENCE);
    },
  );

  it('becomes a dead letter untried when it does not fit its contract', async () => {
    const contract = uniqueContract();
    const { service, behaviour, firstLetter } = await startFailingService(broker, contract);
    const { schema, ...rest } = contract;
    const careless = { ...rest, keyOf: () => 'k', schema: { parse: (value: unknown) => value } };
    expect(() => schema.parse({ amount: 1 })).toThrow();
    await service.add(careless, { amount: 1 });
    expect(await firstLetter()).toMatchObject({
      error: { code: 'MESSAGE_INVALID' },
      attempts: 0,
      payload: '{"amount":1}',
    });
    expect(behaviour.tries).toBe(0);
  });

  it('keeps its own headers beside those of its failure', async () => {
    const contract = uniqueContract();
    const { service, behaviour, firstLetter } = await startFailingService(broker, contract);
    const records = await observe(broker, `${service.name}.dead-letters`);
    behaviour.failWith = () => new TypeError('x is undefined');
    await service.add(contract, { key: 'k', number: 1 });
    const letter = await firstLetter();
    await vi.waitFor(() => expect(records).toHaveLength(1), PATIENCE);
    expect(records[0]).toMatchObject({ key: 'k', value: '{"key":"k","number":1}' });
    expect(records[0]?.headers).toMatchObject({
      ce_id: letter.messageId,
      ce_correlationid: letter.correlationId,
      dead_letter_topic: contract.topic,
      dead_letter_error_code: 'TypeError',
      dead_letter_offset: '0',
    });
  });

  it('can be replayed once its cause is gone: it takes effect here and reaches no other service again', async () => {
    const contract = uniqueContract();
    const failing = await startFailingService(broker, contract);
    const other: string[] = [];
    const bystander = await startTestService(broker, {
      subscriptions: [on(contract, async (data) => void other.push(`${data.number}`))],
    });
    await Promise.all([failing.service.ready(), bystander.ready()]);
    failing.behaviour.failWith = () => new Error('cause');
    await failing.service.add(contract, { key: 'k', number: 1 });
    const letter = await failing.firstLetter();
    failing.behaviour.failWith = () => undefined;
    await failing.service.replay(letter);
    await vi.waitFor(async () => expect(await failing.effects()).toEqual([1]), PATIENCE);
    await failing.service.add(contract, { key: 'k', number: 2 });
    await vi.waitFor(() => expect(other).toEqual(['1', '2']), PATIENCE);
    expect(failing.letters()).toHaveLength(1);
  });

  it('becomes a new dead letter when it is replayed and fails again', async () => {
    const contract = uniqueContract();
    const { service, behaviour, letters, firstLetter } = await startFailingService(broker, contract);
    behaviour.failWith = () => new Error('cause');
    await service.add(contract, { key: 'k', number: 1 });
    const letter = await firstLetter();
    await service.replay(letter);
    await vi.waitFor(() => expect(letters()).toHaveLength(2), PATIENCE);
    expect(letters()[1]?.messageId).toBe(letter.messageId);
    expect(letters()[1]?.id).not.toBe(letter.id);
  });
});

describe('the service that keeps dead letters', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startTestBroker();
  });
  afterAll(() => broker.remove());

  it('is given those of every service, of one that begins later too, each once more when keeping it failed', async () => {
    const kept: string[] = [];
    let failures = 2;
    const keeper = await startTestService(broker, {
      keepDeadLetter: async ({ service, payload }) => {
        if (failures > 0) {
          failures -= 1;
          throw new Error('not now');
        }
        kept.push(`${service} ${payload}`);
      },
    });
    await keeper.ready();
    const failing: string[] = [];
    // Other tests may have left theirs with the same broker.
    const keptOfThese = () => kept.filter((letter) => failing.includes(letter));
    for (const number of [1, 2]) {
      const contract = uniqueContract();
      const { service, behaviour } = await startFailingService(broker, contract);
      behaviour.failWith = () => new ServiceError('NO', { kind: 'conflict', message: 'no' });
      await service.add(contract, { key: 'k', number });
      failing.push(`${service.name} {"key":"k","number":${number}}`);
      await vi.waitFor(() => expect(keptOfThese()).toEqual(failing), PATIENCE);
    }
  });
});
