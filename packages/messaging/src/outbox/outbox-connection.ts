import { boolean } from '@galleria/kit/database/columns';
import { connectionConfig } from '@galleria/kit/database/postgres-url';
import { run } from '@galleria/kit/database/run';
import { requireSessions } from '@galleria/kit/database/session-check';
import { sql } from '@galleria/kit/database/sql';
import { alias, type RowOf } from '@galleria/kit/database/table';
import { Client } from 'pg';
import type { Envelope } from '../contract/envelope.ts';
import { outbox } from '../tables.ts';

/** A row of the outbox: one that was sent is gone. */
export interface OutboxRow extends Envelope {
  /** The order of sending; a bigint in PostgreSQL, a string here as pg gives it. */
  readonly position: string;
}

/**
 * A relay's own connection to its service's database. The lock lives as long as the connection, and rows are read and
 * removed on it alone, so whoever has lost the lock can no longer remove anything.
 */
export interface OutboxConnection {
  /** Tries to become the one relay of this database. */
  lead(): Promise<boolean>;
  /**
   * Rows in order of position. Never "after the last one seen": positions are given before commit,
   * so a row may appear below others that are already gone.
   */
  unsent(limit: number, exceptKeys: readonly string[]): Promise<OutboxRow[]>;
  /**
   * Deletes the rows. Goes out at once and is not waited for: where it fails, the next `unsent` does, and the rows are
   * sent again.
   */
  removeSent(positions: readonly string[]): void;
  /** Wakes the relays of the other instances. */
  notify(): Promise<void>;
  close(): Promise<void>;
}

/** The channel on which an instance that stands by tells the leader of its commits. */
const CHANNEL = 'outbox';
/** Any number that all relays agree on; advisory locks are per database. */
const RELAY_LOCK = 4_071_985;

/**
 * A removal lost in a crash of the database means a message sent twice, which the inbox absorbs: no need to wait for
 * the disk. An outbox is empty one moment and full the next, so the planner's statistics are always wrong: the plans
 * that scan the whole table, measured 20 times slower in a backlog, are taken from it.
 */
const SESSION_SETTINGS = 'set synchronous_commit = off; set enable_seqscan = off; set enable_bitmapscan = off';

/**
 * The lock of a relay whose host has vanished would outlive it for hours. A relay that lives says something every
 * second, or every 15 s while the broker keeps it waiting.
 */
const SILENCE_SETTING = `set idle_session_timeout = '30s'`;

/** Connects; `onWake` is called when another instance notifies the leader, and when the connection is lost. */
export async function connectOutbox(databaseUrl: string, onWake: () => void): Promise<OutboxConnection> {
  const client = new Client({
    ...connectionConfig(databaseUrl),
    application_name: 'outbox-relay',
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    statement_timeout: 8_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // A removal and the next read travel together.
    pipeline: true,
  });
  // Without a listener a lost connection would end the process; the next query fails and says why.
  client.on('error', onWake);
  client.on('end', onWake);
  client.on('notification', onWake);
  await client.connect();
  try {
    await requireSessions(client, databaseUrl);
    await client.query(`${SESSION_SETTINGS}; ${SILENCE_SETTING}`);
  } catch (thrown) {
    void client.end().catch(() => undefined);
    throw thrown;
  }
  let removing: Promise<unknown> = Promise.resolve();

  return {
    lead: async () => {
      const [lock] = await run(client, sql`select pg_try_advisory_lock(${RELAY_LOCK}) as ${alias('isOurs', boolean)}`);
      const leads = lock?.isOurs ?? false;
      // Whoever stands by must not listen: it passes every wake-up on, and would so wake itself for ever.
      if (leads) await client.query(`listen ${CHANNEL}`);
      return leads;
    },
    unsent: async (limit, exceptKeys) => {
      const [rows] = await Promise.all([run(client, selectUnsent(limit, exceptKeys)), removing]);
      return rows.map(toOutboxRow);
    },
    removeSent: (positions) => {
      removing = run(client, sql`delete from outbox where position = any(${positions}::bigint[])`);
      removing.catch(() => undefined);
    },
    notify: async () => {
      await client.query(`notify ${CHANNEL}`);
    },
    close: () => client.end(),
  };
}

function selectUnsent(limit: number, exceptKeys: readonly string[]) {
  return sql`
    select ${outbox.columns()} from outbox
    where key <> all(${exceptKeys}::text[]) order by position limit ${limit}`;
}

function toOutboxRow({
  createdAt: time,
  causationId,
  traceparent,
  recipient,
  ...row
}: RowOf<typeof outbox>): OutboxRow {
  return {
    ...row,
    time,
    ...(causationId === null ? {} : { causationId }),
    ...(traceparent === null ? {} : { traceparent }),
    ...(recipient === null ? {} : { recipient }),
  };
}
