import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@galleria/kit/logger';
import type { Broker, IncomingRecord, TopicPartition } from '@galleria/messaging/kafka/broker';
import { createKafkaBroker } from '@galleria/messaging/kafka/kafka';
import { startBroker } from '@galleria/platform/broker/broker';
import { onTestFinished } from 'vitest';
import { connectRawClient } from '../../packages/platform/test/broker/support/raw-client.ts';
import { createMemoryBroker } from '../ports/memory-broker.ts';
import type { Life } from '../world/world.ts';
import { withoutAnswers } from './deaf-network.ts';
import { startWorld } from './running-world.ts';

export interface BrokerUnderTest {
  /** The broker as a process of this name sees it. */
  readonly connect: (process: string) => Broker;
  /** Nobody hears what the broker answers while the work runs; it does as it is asked all the same. */
  readonly withoutAnswers: (work: () => Promise<void>) => Promise<void>;
  /** Takes the process out of its group without its knowledge, as a broker does that hears nothing of it. */
  readonly expel: (groupId: string, process: string) => Promise<void>;
}

export const BROKERS: readonly (readonly [string, () => Promise<BrokerUnderTest>])[] = [
  ['in memory', async () => startInMemory()],
  ['that speaks Kafka’s protocol', startEmbedded],
];

function startInMemory(): BrokerUnderTest {
  const world = startWorld();
  const lives = new Map<string, Life>();
  let isDeaf = false;
  const faults = {
    losesAcknowledgement: () => isDeaf,
    refuses: () => false,
    losesCommit: () => false,
  };
  const ignore = () => undefined;
  const broker = createMemoryBroker(world, faults, { appended: ignore, committed: ignore, joined: ignore });
  return {
    connect: (process) => {
      const life: Life = { name: process, service: process, isAlive: true };
      lives.set(process, life);
      return broker.connect(life);
    },
    withoutAnswers: async (work) => {
      isDeaf = true;
      await work();
      isDeaf = false;
    },
    expel: async (_groupId, process) => {
      const life = lives.get(process);
      if (life !== undefined) broker.expel(life);
    },
  };
}

const DESCRIBE_GROUPS = 15;
const LEAVE_GROUP = 13;

async function startEmbedded(): Promise<BrokerUnderTest> {
  const logger = createLogger({ service: 'contract', level: 'silent' });
  const dataDirectory = await mkdtemp(join(tmpdir(), 'galleria-contract-'));
  const server = await startBroker({ dataDirectory, port: 0, fsync: 'never', logger });
  onTestFinished(async () => {
    await server.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  });
  const address = `${server.host}:${server.port}`;
  return {
    connect: (process) => {
      const topics = { partitions: 2, replicationFactor: 1, retentionMs: () => -1 };
      const broker = createKafkaBroker({ clientId: process, brokers: [address], logger, topics });
      onTestFinished(() => broker.close());
      return broker;
    },
    withoutAnswers: (work) => withoutAnswers(server.port, work),
    expel: async (groupId, process) => {
      const client = await connectRawClient(address);
      const described = await client.request(DESCRIBE_GROUPS, 1, (body) => body.int32(1).string(groupId));
      described.int32();
      const members = new Map<string, string>();
      described.array(() => {
        described.int16();
        for (let text = 0; text < 4; text += 1) described.string();
        described.array(() => {
          const memberId = described.string();
          members.set(described.string(), memberId);
          described.string();
          described.bytes();
          described.bytes();
        });
      });
      await client.request(LEAVE_GROUP, 1, (body) => body.string(groupId).string(members.get(process) ?? ''));
      client.close();
    },
  };
}

/** A process that reads, and what it was told. */
export interface Reader {
  readonly session: Awaited<ReturnType<Broker['consume']>>;
  readonly assignments: readonly (readonly TopicPartition[])[];
  readonly records: readonly IncomingRecord[];
  /** How often it attached, and what it heard first. */
  readonly heard: readonly string[];
}

export async function startReader(broker: Broker, groupId: string, topics: readonly string[]): Promise<Reader> {
  const assignments: (readonly TopicPartition[])[] = [];
  const records: IncomingRecord[] = [];
  const heard: string[] = [];
  const session = await broker.consume({
    groupId,
    topics,
    attach: () => {
      heard.push('attached');
      return {
        onAssigned: (partitions) => {
          heard.push('assigned');
          assignments.push(partitions);
        },
        onRecords: (read) => {
          heard.push('records');
          records.push(...read);
        },
        onEnded: () => undefined,
      };
    },
  });
  onTestFinished(() => session.close().catch(() => undefined));
  return { session, assignments, records, heard };
}
