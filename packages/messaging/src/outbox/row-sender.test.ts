import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BrokerError } from '../kafka/broker-error.ts';
import type { OutgoingRecord } from '../kafka/broker.ts';
import { createRowSender } from './row-sender.ts';
import { createFakeOutbox, createFakeProducer, rowOf, silentLogger } from '../testing/fakes.ts';

const tooLarge = () => new BrokerError('MESSAGE_TOO_LARGE', 'too large', { refused: true });
const away = () => new BrokerError('KafkaJSConnectionError', 'away', { refused: false });
const contains = (records: readonly OutgoingRecord[], id: string) =>
  records.some((record) => record.headers['ce_id'] === id);
const idsOf = (records: readonly OutgoingRecord[]) => records.map((record) => record.headers['ce_id']);

function createSender(rows: ReturnType<typeof rowOf>[], fail?: Parameters<typeof createFakeProducer>[0]) {
  const outbox = createFakeOutbox(rows);
  const sent = createFakeProducer(fail);
  const ensureTopics = vi.fn(async () => undefined);
  const sender = createRowSender({ producer: sent.producer, ensureTopics, logger: silentLogger });
  return { outbox, sent, ensureTopics, sendNext: () => sender.sendNext(outbox.connection) };
}

describe('the sender of outbox rows', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('sends rows in order of position, in one call, and removes them', async () => {
    const { outbox, sent, ensureTopics, sendNext } = createSender([
      rowOf(2),
      rowOf(1),
      rowOf(3, { topic: 'x.commands' }),
    ]);
    expect(await sendNext()).toBe(false);
    expect(sent.calls.map(idsOf)).toEqual([['id-1', 'id-2', 'id-3']]);
    expect([...outbox.sent]).toEqual(['1', '2', '3']);
    expect(ensureTopics).toHaveBeenCalledWith(['shop.events', 'shop.events', 'x.commands']);
  });

  it('removes nothing that was not acknowledged', async () => {
    const { outbox, sendNext } = createSender([rowOf(1)], away);
    await expect(sendNext()).rejects.toThrow('away');
    expect(outbox.sent.size).toBe(0);
  });

  it('says that more is waiting when a batch is full', async () => {
    const { sendNext } = createSender(Array.from({ length: 501 }, (_, index) => rowOf(index)));
    expect(await sendNext()).toBe(true);
    expect(await sendNext()).toBe(false);
  });

  it('keeps a batch under the size that a broker takes, and sends a row that is larger alone', async () => {
    const large = { payload: 'x'.repeat(300_000) };
    const { sent, sendNext } = createSender([
      rowOf(1, { payload: 'x'.repeat(900_000) }),
      rowOf(2, large),
      rowOf(3, large),
    ]);
    while (await sendNext()) continue;
    expect(sent.calls.map(idsOf)).toEqual([['id-1'], ['id-2'], ['id-3']]);
  });

  it('sets a refused row aside with the later rows of its key, and sends all others', async () => {
    const rows = [rowOf(1, { key: 'a' }), rowOf(2, { key: 'b' }), rowOf(3, { key: 'a' }), rowOf(4, { key: 'b' })];
    const { outbox, sent, sendNext } = createSender(rows, (records) =>
      contains(records, 'id-1') ? tooLarge() : undefined,
    );
    await sendNext();
    outbox.rows.push(rowOf(5, { key: 'a' }), rowOf(6, { key: 'c' }));
    await sendNext();
    expect(idsOf(sent.records)).toEqual(['id-2', 'id-4', 'id-6']);
    expect(outbox.sent).toEqual(new Set(['2', '4', '6']));
  });

  it('tries a refused row again after a while, before the later rows of its key', async () => {
    let refusing = true;
    const rows = [rowOf(1), rowOf(2)];
    const { sent, sendNext } = createSender(rows, (records) =>
      refusing && contains(records, 'id-1') ? tooLarge() : undefined,
    );
    await sendNext();
    refusing = false;
    await sendNext();
    expect(sent.records).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    await sendNext();
    expect(idsOf(sent.records)).toEqual(['id-1', 'id-2']);
  });

  it('lets no later row of a key pass one that was refused, however long the rows between them take', async () => {
    const rows = [rowOf(1, { key: 'a' }), rowOf(2, { key: 'b' }), rowOf(3, { key: 'a' })];
    const { sent, sendNext } = createSender(rows, (records) => {
      // By the time that the broker has taken the second, the first could be tried again.
      if (contains(records, 'id-2')) vi.setSystemTime(Date.now() + 60_000);
      return contains(records, 'id-1') ? tooLarge() : undefined;
    });
    await sendNext();
    expect(idsOf(sent.records)).toEqual(['id-2']);
  });

  it('keeps the order of every key, and loses and repeats nothing, whatever is refused and fails and commits late', async () => {
    const commit = fc.record({
      kind: fc.constant('commit' as const),
      key: fc.constantFrom('a', 'b', 'c'),
      late: fc.nat({ max: 3 }),
    });
    const send = fc.record({
      kind: fc.constant('send' as const),
      fate: fc.constantFrom('ok', 'refused', 'away'),
      victim: fc.nat({ max: 9 }),
    });
    const step = fc.oneof({ weight: 5, arbitrary: commit }, { weight: 1, arbitrary: send });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        let position = 0;
        let fate: { readonly kind: string; readonly victim: string } = { kind: 'ok', victim: '' };
        const committed = new Map<string, string[]>();
        const { outbox, sent, sendNext } = createSender([], (records) => {
          if (fate.kind === 'away') return away();
          return fate.kind === 'refused' && contains(records, fate.victim) ? tooLarge() : undefined;
        });
        // Positions are given before commit: rows of different keys become visible out of their order, rows of one key
        // do not.
        const uncommitted: { row: ReturnType<typeof rowOf>; after: number }[] = [];
        const commitDue = (force: boolean) => {
          const blocked = new Set<string>();
          for (const item of uncommitted.splice(0)) {
            item.after -= 1;
            if (!force && (item.after > 0 || blocked.has(item.row.key))) {
              blocked.add(item.row.key);
              uncommitted.push(item);
            } else {
              outbox.rows.push(item.row);
              committed.set(item.row.key, [...(committed.get(item.row.key) ?? []), item.row.id]);
            }
          }
        };
        for (const each of steps) {
          if (each.kind === 'commit') {
            position += 1;
            uncommitted.push({ row: rowOf(position, { key: each.key }), after: each.late });
          } else {
            const unsent = outbox.rows.filter((row) => !outbox.sent.has(row.position));
            fate = { kind: each.fate, victim: unsent[each.victim % unsent.length]?.id ?? '' };
            await sendNext().catch(() => undefined);
            await vi.advanceTimersByTimeAsync(500);
          }
          commitDue(false);
        }
        commitDue(true);
        fate = { kind: 'ok', victim: '' };
        await vi.advanceTimersByTimeAsync(60_000);
        await sendNext();
        for (const key of ['a', 'b', 'c']) {
          const ofKey = sent.records.filter((record) => record.key === key);
          expect(idsOf(ofKey)).toEqual(committed.get(key) ?? []);
        }
      }),
    );
  });
});
