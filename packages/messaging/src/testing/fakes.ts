import { createLogger, type Logger } from '@galleria/kit/logger';
import type {
  Broker,
  IncomingRecord,
  OutgoingRecord,
  PartitionOffset,
  Producer,
  SessionListener,
} from '../kafka/broker.ts';
import type { OutboxConnection, OutboxRow } from '../outbox/outbox-connection.ts';

export const silentLogger = createLogger({ service: 'test', level: 'silent' });

/** A logger that keeps its lines. */
export function createRecordingLogger(): { readonly logger: Logger; readonly lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { logger: createLogger({ service: 'test', level: 'debug' }, { write }), lines };
}

export function recordOf(changes: Partial<IncomingRecord> = {}): IncomingRecord {
  const headers = { ce_id: '01980000-0000-7000-8000-000000000001', ce_type: 'shop.sold.v1', ce_correlationid: 'c-1' };
  return { topic: 'shop.events', partition: 0, offset: 0n, key: 'k', value: '{"amount":1}', headers, ...changes };
}

export function rowOf(position: number, changes: Partial<OutboxRow> = {}): OutboxRow {
  return {
    position: String(position),
    id: `id-${position}`,
    type: 'shop.sold.v1',
    source: 'shop',
    topic: 'shop.events',
    key: 'k',
    time: new Date(0),
    payload: '{}',
    correlationId: 'c-1',
    ...changes,
  };
}

/** An outbox in memory; `rows` may be added to while it is in use. */
export function createFakeOutbox(rows: OutboxRow[] = []) {
  const sent = new Set<string>();
  const state = { leads: true, notified: 0, closed: false, lost: false };
  const unlessLost = () => {
    if (state.lost) throw new Error('Connection terminated');
  };
  const connection: OutboxConnection = {
    lead: async () => {
      unlessLost();
      return state.leads;
    },
    unsent: async (limit, exceptKeys) => {
      unlessLost();
      return rows
        .filter((row) => !sent.has(row.position) && !exceptKeys.includes(row.key))
        .toSorted((a, b) => Number(a.position) - Number(b.position))
        .slice(0, limit);
    },
    // That the connection is lost is only noticed by the next read.
    removeSent: (positions) => {
      if (!state.lost) positions.forEach((position) => sent.add(position));
    },
    notify: async () => {
      state.notified += 1;
    },
    close: async () => {
      state.closed = true;
    },
  };
  return { connection, rows, sent, state };
}

/** Keeps what was sent; `fail` decides which call throws instead. */
export function createFakeProducer(fail: (records: readonly OutgoingRecord[]) => Error | undefined = () => undefined) {
  const records: OutgoingRecord[] = [];
  const calls: (readonly OutgoingRecord[])[] = [];
  const producer: Producer = {
    send: async (batch) => {
      calls.push(batch);
      const error = fail(batch);
      if (error !== undefined) throw error;
      records.push(...batch);
    },
    close: async () => undefined,
  };
  return { producer, records, calls };
}

/** A broker whose consumer sessions the test plays by hand. */
export function createFakeBroker(options: { readonly join?: () => Promise<void> } = {}) {
  const sessions: { listener: SessionListener; commits: PartitionOffset[]; closed: boolean }[] = [];
  const broker: Pick<Broker, 'consume' | 'ends' | 'committed'> = {
    ends: async () => [],
    committed: async () => [],
    consume: async (consumeOptions) => {
      await options.join?.();
      const commits: PartitionOffset[] = [];
      const session = {
        commit: async (offsets: readonly PartitionOffset[]) => void commits.push(...offsets),
        pause: () => undefined,
        resume: () => undefined,
        seek: () => undefined,
        close: async () => {
          played.closed = true;
        },
      };
      const played = { listener: consumeOptions.attach(session), commits, closed: false };
      sessions.push(played);
      played.listener.onAssigned(consumeOptions.topics.map((topic) => ({ topic, partition: 0 })));
      return session;
    },
  };
  return { broker, sessions };
}
