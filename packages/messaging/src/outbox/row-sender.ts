import type { Logger } from '@galleria/kit/logger';
import { delayAfter, type Backoff } from '../backoff.ts';
import { BrokerError } from '../kafka/broker-error.ts';
import type { Producer } from '../kafka/broker.ts';
import { toRecord } from '../contract/envelope.ts';
import type { OutboxConnection, OutboxRow } from './outbox-connection.ts';

export interface RowSender {
  /**
   * Sends and removes the next rows. True when more are waiting. Throws when the broker or the database is away;
   * rows that the broker refuses are set aside with all later rows of their key, and tried again after a while.
   */
  sendNext(outbox: OutboxConnection): Promise<boolean>;
  /** For how many milliseconds the oldest row that nobody refused has been tried; 0 when there is none. */
  triedMs(): number;
  /** How many keys wait because the broker refused a message of theirs. */
  refusedKeys(): number;
}

const BATCH_ROWS = 500;
/** Well under Kafka's default `max.message.bytes` of 1 MiB, which bounds a batch. */
const BATCH_CHARACTERS = 400_000;
const REFUSED_AGAIN: Backoff = { firstMs: 1_000, maxMs: 60_000 };
/** Of more refused keys the first is forgotten: its rows are then tried again at once, and refused as before. */
const MOST_REFUSALS = 1_000;

interface Refusal {
  readonly failures: number;
  readonly tryAgainAt: number;
}

export function createRowSender(dependencies: {
  readonly producer: Producer;
  readonly ensureTopics: (names: readonly string[]) => Promise<void>;
  readonly logger: Logger;
}): RowSender {
  const { producer, ensureTopics, logger } = dependencies;
  const refusals = createRefusals(logger);
  const front = createFront();

  const send = async (outbox: OutboxConnection, rows: readonly OutboxRow[]) => {
    await ensureTopics(rows.map((row) => row.topic));
    await producer.send(rows.map(toRecord));
    outbox.removeSent(rows.map((row) => row.position));
    rows.forEach((row) => refusals.forget(row.key));
  };

  /**
   * A batch is refused as a whole, so each row by itself shows which one is at fault. Of a key that was refused nothing
   * more goes out, however long this takes: its next row may only follow the one that was refused.
   */
  const sendOneByOne = async (outbox: OutboxConnection, rows: readonly OutboxRow[]) => {
    const refused = new Set<string>();
    for (const row of rows) {
      if (refused.has(row.key)) continue;
      front.is(row);
      try {
        await send(outbox, [row]);
      } catch (thrown) {
        if (!isRefusal(thrown)) throw thrown;
        refused.add(row.key);
        refusals.setAside(row, thrown);
      }
    }
  };

  const sendNext = async (outbox: OutboxConnection) => {
    const rows = await outbox.unsent(BATCH_ROWS, refusals.keys());
    const batch = takeBatch(rows);
    front.is(batch[0]);
    if (batch.length === 0) return false;
    try {
      await send(outbox, batch);
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      await sendOneByOne(outbox, batch);
    }
    return rows.length === BATCH_ROWS || batch.length < rows.length;
  };

  return {
    sendNext: async (outbox) => {
      try {
        return await sendNext(outbox);
      } catch (thrown) {
        // Whoever leads next, here or elsewhere, begins anew.
        front.is(undefined);
        throw thrown;
      }
    },
    triedMs: () => front.ms(),
    refusedKeys: () => refusals.keys().length,
  };
}

/** Which keys wait because of a row that the broker refused, until it is tried again. */
function createRefusals(logger: Logger) {
  const refusals = new Map<string, Refusal>();
  return {
    keys: () => [...refusals].filter(([, { tryAgainAt }]) => tryAgainAt > Date.now()).map(([key]) => key),
    forget: (key: string) => void refusals.delete(key),
    setAside: (row: OutboxRow, error: BrokerError) => {
      const failures = (refusals.get(row.key)?.failures ?? 0) + 1;
      const delayMs = delayAfter(failures, REFUSED_AGAIN);
      refusals.set(row.key, { failures, tryAgainAt: Date.now() + delayMs });
      const [oldest] = refusals.keys();
      if (refusals.size > MOST_REFUSALS && oldest !== undefined) refusals.delete(oldest);
      logger.error(
        { messageId: row.id, type: row.type, topic: row.topic, key: row.key, code: error.code, failures, delayMs },
        'the broker refused a message; later messages of its key wait for it',
      );
    },
  };
}

/** Since when the same row has been the first of those that are tried. */
function createFront() {
  let front: { readonly position: string; readonly since: number } | undefined;
  return {
    is: (row: OutboxRow | undefined) => {
      if (row?.position !== front?.position)
        front = row === undefined ? undefined : { position: row.position, since: performance.now() };
    },
    ms: () => (front === undefined ? 0 : performance.now() - front.since),
  };
}

function isRefusal(thrown: unknown): thrown is BrokerError {
  return thrown instanceof BrokerError && thrown.refused;
}

/** As many rows as fit into one batch, and always one. */
function takeBatch(rows: readonly OutboxRow[]): readonly OutboxRow[] {
  let characters = 0;
  const end = rows.findIndex((row, index) => (characters += row.payload.length) > BATCH_CHARACTERS && index > 0);
  return end === -1 ? rows : rows.slice(0, end);
}
