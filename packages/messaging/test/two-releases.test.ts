import { createInbox } from '@galleria/messaging/inbox/inbox';
import { sql } from '@galleria/kit/database/sql';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { on } from '@galleria/messaging/consumer/subscription';
import type { DeadLetter } from '@galleria/messaging/dead-letters/dead-letter';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  startTestBroker,
  startTestService,
  uniqueContract,
  type Numbered,
  type TestBroker,
} from './messaging-fixture.ts';
import { effects } from './messaging-tables.ts';

const NUMBERS = Array.from({ length: 30 }, (_, number) => number);
const UNKNOWN = 'MESSAGE_TYPE_UNKNOWN';

describe('two releases of one service', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startTestBroker();
  });
  afterAll(() => broker.remove());

  it('let each message of a type that only the newer one knows take effect once', async () => {
    const counted = uniqueContract();
    const weighed: MessageContract<Numbered> = { ...counted, type: counted.type.replace('counted', 'weighed') };
    const letters: DeadLetter[] = [];
    await startTestService(broker, { keepDeadLetter: async (letter) => void letters.push(letter) });
    const lettersOf = (service: string) => letters.filter((letter) => letter.service === service);
    const sender = await startTestService(broker, { topics: [counted.topic] });
    const release = (contracts: readonly MessageContract<Numbered>[], of?: { name: string; databaseUrl: string }) =>
      startTestService(broker, {
        ...of,
        knownTypes: new Set(contracts.map(({ type }) => type)),
        subscribe: (database, consumer) =>
          contracts.map((contract) =>
            on(contract, async (data, message) => {
              await database.transaction(async (transaction) => {
                if (!(await createInbox(transaction, { consumer }).accept(message.id))) return;
                await transaction.query(
                  sql`insert into effects values (${message.id}, ${contract.type}, ${data.number})`,
                );
              });
            }),
          ),
      });
    const older = await release([counted]);
    const numbers = async (contract: MessageContract<Numbered>) => {
      const rows = await older.database.query(
        sql`select ${effects.columns('number')} from effects where key = ${contract.type} order by number`,
      );
      return rows.map(({ number }) => number);
    };
    await older.ready();

    // First the older one runs alone, then both do, as while a release is rolled out.
    for (const number of NUMBERS.slice(0, 10)) await sender.add(weighed, { key: `${number}`, number });
    await vi.waitFor(() => expect(lettersOf(older.name)).toHaveLength(10), PATIENCE);
    const newer = await release([counted, weighed], older);
    await newer.ready();
    for (const number of NUMBERS.slice(10)) await sender.add(weighed, { key: `${number}`, number });
    for (const number of NUMBERS) await sender.add(counted, { key: `${number}`, number });
    await vi.waitFor(async () => expect(await numbers(counted)).toEqual(NUMBERS), PATIENCE);
    const settled = async () => (await numbers(weighed)).length + lettersOf(older.name).length;
    await vi.waitFor(async () => expect(await settled()).toBe(NUMBERS.length), PATIENCE);
    expect(new Set(lettersOf(older.name).map(({ error, type }) => `${error.code} ${type}`))).toEqual(
      new Set([`${UNKNOWN} ${weighed.type}`]),
    );

    await older.messaging.stop();
    for (const letter of lettersOf(older.name)) await sender.replay(letter);
    await vi.waitFor(async () => expect(await numbers(weighed)).toEqual(NUMBERS), PATIENCE);
  });
});
