import type { Broker, IncomingRecord, OutgoingRecord, Producer } from '@galleria/messaging/kafka/broker';
import { BrokerError } from '@galleria/messaging/kafka/broker-error';
import type { Life, World } from '../world/world.ts';
import { createMemoryGroups, type GroupFaults, type GroupWatch, type MemoryGroups } from './memory-groups.ts';
import { createMemoryLog, nameOf, type MemoryLog } from './memory-log.ts';

/** What the broker of a schedule does to those who use it. */
export interface BrokerFaults extends GroupFaults {
  /** The record is written, and whoever sent it never hears of it. */
  losesAcknowledgement(): boolean;
  /** The broker refuses the records: they are too large, say. */
  refuses(records: readonly OutgoingRecord[]): boolean;
}

/** Sees what becomes of records, to judge it. */
export interface BrokerWatch extends GroupWatch {
  appended(record: IncomingRecord): void;
}

export interface MemoryBroker extends Pick<MemoryGroups, 'rebalance' | 'expel' | 'lost' | 'unread'> {
  /** The broker as one life of a service sees it: what that life asked for ends with it. */
  connect(life: Life): Broker;
}

/**
 * Kafka as Galleria knows it: partitions, groups, commits, and fetches that take their time. `contract/broker.test.ts`
 * holds it to the one that speaks Kafka's protocol.
 */
export function createMemoryBroker(world: World, faults: BrokerFaults, watch: BrokerWatch): MemoryBroker {
  const log = createMemoryLog();
  const groups = createMemoryGroups({ world, log, faults, watch });
  return {
    ...groups,
    connect: (life) => ({
      ensureTopics: async (names) => names.forEach((name) => log.createTopic(name)),
      topics: async () => log.topics(),
      createProducer: () => createProducer({ world, faults, watch, log, groups }, life),
      consume: (options) => groups.join(life, options),
      retentionMs: async (topics) => new Map(topics.map((topic) => [topic, -1])),
      ends: async (topics) => log.ends(topics),
      committed: async (group, topics) =>
        log.partitionsOf(topics).flatMap((at) => {
          const offset = log.committedOf(group).get(nameOf(at));
          return offset === undefined ? [] : [{ ...at, offset }];
        }),
      check: async () => undefined,
      close: async () => undefined,
    }),
  };
}

interface Kafka {
  readonly world: World;
  readonly faults: BrokerFaults;
  readonly watch: BrokerWatch;
  readonly log: MemoryLog;
  readonly groups: Pick<MemoryGroups, 'appended'>;
}

function createProducer({ world, faults, watch, log, groups }: Kafka, life: Life): Producer {
  const send = async (records: readonly OutgoingRecord[]): Promise<void> => {
    await world.gate(life);
    if (faults.refuses(records)) {
      throw new BrokerError('MESSAGE_TOO_LARGE', 'the broker refuses these records', { refused: true });
    }
    for (const record of records) {
      watch.appended(log.append(record));
      groups.appended(record.topic);
    }
    await world.gate(life);
    if (!faults.losesAcknowledgement()) return;
    world.note(life.name, 'hears no acknowledgement of what it sent');
    throw new BrokerError('REQUEST_TIMED_OUT', 'no acknowledgement', { refused: false });
  };
  /** Calls wait for each other. */
  let last: Promise<unknown> = Promise.resolve();
  return {
    send: (records) => {
      const sent = last.then(() => send(records));
      last = sent.catch(() => undefined);
      return sent;
    },
    close: async () => undefined,
  };
}
