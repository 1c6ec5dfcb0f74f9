import { setTimeout as delay } from 'node:timers/promises';
import { sql } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';
import { integer } from '@galleria/kit/database/columns';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { on } from '@galleria/messaging/consumer/subscription';
import { createInbox } from '@galleria/messaging/inbox/inbox';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { expect, vi } from 'vitest';
import { startTestService, type Numbered, type TestBroker, type TestService } from './messaging-fixture.ts';
import { effects } from './messaging-tables.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e'];

export type CountingService = TestService;

export interface CountingOptions {
  /** Another instance of the same service, whose database it shares. */
  readonly like?: CountingService;
  /** For how many milliseconds a number of this key is worked on. */
  readonly workMs?: (key: string) => number;
}

/** A service that sends to itself and notes each number in the order in which it took effect. */
export function startCountingService(
  broker: Pick<TestBroker, 'addresses'>,
  contract: MessageContract<Numbered>,
  { like, workMs = () => 0 }: CountingOptions = {},
): Promise<CountingService> {
  return startTestService(broker, {
    ...(like === undefined ? {} : { databaseUrl: like.databaseUrl, name: like.name }),
    topics: [contract.topic],
    subscribe: (database, consumer) => [
      on(contract, async (data, message) => {
        await database.transaction(async (transaction) => {
          if (!(await createInbox(transaction, { consumer }).accept(message.id))) return;
          await transaction.query(sql`insert into effects values (${message.id}, ${data.key}, ${data.number})`);
          await transaction.query(sql`select pg_sleep(${workMs(data.key)}::float / 1000)`);
        });
      }),
    ],
  });
}

export async function numbersOf(service: CountingService, key: string): Promise<number[]> {
  const rows = await service.database.query(
    sql`select ${effects.columns('number')} from effects where key = ${key} order by place`,
  );
  return rows.map((row) => row.number);
}

export async function countEffects(service: CountingService): Promise<number> {
  const rows = await service.database.query(sql`select count(*)::int as ${alias('count', integer)} from effects`);
  return rows[0]?.count ?? 0;
}

/**
 * Adds numbers to every key, one after the other and so many milliseconds apart, until `during` is over; gives how many
 * each key got.
 */
export async function addWhile(
  services: readonly CountingService[],
  contract: MessageContract<Numbered>,
  during: Promise<unknown>,
  apartMs = 0,
) {
  let over = false;
  const ended = during.finally(() => (over = true));
  // It is waited for when the last number is added.
  ended.catch(() => undefined);
  const counts = await Promise.all(
    KEYS.map(async (key, index) => {
      let number = 0;
      for (; !over; number += 1) {
        await services[index % services.length]?.add(contract, { key, number });
        if (apartMs > 0) await delay(apartMs);
      }
      return number;
    }),
  );
  await ended;
  return counts;
}

export async function expectEachOnceInOrder(service: CountingService, counts: readonly number[]): Promise<void> {
  const total = counts.reduce((sum, count) => sum + count, 0);
  await vi.waitFor(async () => expect(await countEffects(service)).toBe(total), PATIENCE);
  for (const [index, key] of KEYS.entries()) {
    expect(await numbersOf(service, key)).toEqual(Array.from({ length: counts[index] ?? 0 }, (_, number) => number));
  }
  // A message takes effect before the relay notes that it was sent.
  await vi.waitFor(async () => expect(await service.unsent()).toBe(0), PATIENCE);
}
