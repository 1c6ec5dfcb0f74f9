import { connectionConfig } from '@galleria/kit/database/postgres-url';
import { requireSessions } from '@galleria/kit/database/session-check';
import { Client } from 'pg';
import type { Envelope } from '../contract/envelope.ts';

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
  /** Deletes the rows. Goes out at once and is not waited for: where it fails, the next `unsent` does, and the rows are sent again. */
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
 * A removal lost in a crash of the database means a message sent twice, which the inbox absorbs: no need to wait for the disk.
 * An outbox is empty one moment and full the next, so the planner's statistics are always wrong: the plans that scan
 * the whole table, measured 20 times slower in a backlog, are taken from it.
 */
const SESSION_SETTINGS = 'set synchronous_commit = off; set enable_seqscan = off; set enable_bitmapscan = off';

/** Connects; `onWake` is called when another instance notifies the leader, and when the connection is lost. */
export async function connectOutbox(databaseUrl: string, onWake: () => void): Promise<OutboxConnection> {
  const client = new Client({
    ...connectionConfig(databaseUrl),
    application_name: 'outbox-relay',
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    keepAlive: true,
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
    await client.query(SESSION_SETTINGS);
  } catch (thrown) {
    void client.end().catch(() => undefined);
    throw thrown;
  }
  let removing: Promise<unknown> = Promise.resolve();

  return {
    lead: async () => {
      const result = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [RELAY_LOCK]);
      const leads = result.rows[0]?.locked ?? false;
      // Whoever stands by must not listen: it passes every wake-up on, and would so wake itself for ever.
      if (leads) await client.query(`listen ${CHANNEL}`);
      return leads;
    },
    unsent: async (limit, exceptKeys) => {
      const [result] = await Promise.all([
        client.query<UnsentRow>({ ...UNSENT, values: [limit, exceptKeys] }),
        removing,
      ]);
      return result.rows.map(toOutboxRow);
    },
    removeSent: (positions) => {
      removing = client.query({ ...REMOVE_SENT, values: [positions] });
      removing.catch(() => undefined);
    },
    notify: async () => {
      await client.query(`notify ${CHANNEL}`);
    },
    close: () => client.end(),
  };
}

interface UnsentRow {
  position: string;
  id: string;
  type: string;
  source: string;
  topic: string;
  key: string;
  payload: string;
  correlation_id: string;
  causation_id: string | null;
  traceparent: string | null;
  recipient: string | null;
  created_at: Date;
}

const UNSENT = {
  name: 'outbox-unsent',
  text: `
    select position, id, type, source, topic, key, payload, correlation_id, causation_id, traceparent, recipient, created_at
    from outbox where key <> all($2::text[]) order by position limit $1`,
};

const REMOVE_SENT = {
  name: 'outbox-remove-sent',
  text: 'delete from outbox where position = any($1::bigint[])',
};

function toOutboxRow(row: UnsentRow): OutboxRow {
  return {
    position: row.position,
    id: row.id,
    type: row.type,
    source: row.source,
    topic: row.topic,
    key: row.key,
    payload: row.payload,
    time: row.created_at,
    correlationId: row.correlation_id,
    ...(row.causation_id === null ? {} : { causationId: row.causation_id }),
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
    ...(row.recipient === null ? {} : { recipient: row.recipient }),
  };
}
