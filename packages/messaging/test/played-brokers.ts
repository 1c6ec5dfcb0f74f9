import type { ConsumerSession, IncomingRecord, PartitionOffset } from '@galleria/messaging/kafka/broker';
import assignerProtocol from 'kafkajs/src/consumer/assignerProtocol.js';
import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import Runner from 'kafkajs/src/consumer/runner.js';
import Emitter from 'kafkajs/src/instrumentation/emitter.js';

const { MemberAssignment, MemberMetadata } = assignerProtocol;
const TOPIC = 't';
const ASSIGNMENT = MemberAssignment.encode({
  version: 1,
  assignment: { [TOPIC]: [0, 1] },
  userData: Buffer.alloc(0),
});
const silent = { namespace: () => silent, info() {}, warn() {}, error() {}, debug() {} };

export interface PlayedCluster {
  readonly session: Pick<ConsumerSession, 'commit' | 'pause' | 'resume' | 'seek'>;
  /** Resolves when a fetch of partition 1 waits at its broker for records that are not there yet. */
  untilPolling(): Promise<void>;
  /** Broker 1 is the leader of its partition no more: kafkajs rejoins inside the fetch that asked it. */
  move(): void;
  /** Adds records to partition 1, which a fetch that waits is answered with. */
  append(count: number): void;
  stop(): Promise<void>;
}

interface FetchRequest {
  readonly topics: readonly { readonly partitions: readonly { readonly fetchOffset: string }[] }[];
}

/** Something that others wait for until it happens, again and again. */
function createSignal() {
  let waiting: (() => void)[] = [];
  return {
    wait: () => new Promise<void>((resolve) => void waiting.push(resolve)),
    happens: () => {
      const now = waiting;
      waiting = [];
      now.forEach((wake) => wake());
    },
  };
}

/**
 * kafkajs's own runner and consumer group, which run a fetcher for each broker, over two brokers that the test plays:
 * broker 1 leads partition 0, which is empty, and broker 2 partition 1, whose first records are `first` to below `end`.
 */
export async function startPlayedCluster(options: {
  readonly first: number;
  readonly end: number;
  readonly onJoined: () => void;
  readonly onRecords: (records: readonly IncomingRecord[]) => void;
  readonly onCommitted: (position: PartitionOffset) => void;
}): Promise<PlayedCluster> {
  const committed = new Map([
    [0, '0'],
    [1, String(options.first)],
  ]);
  const [appended, moved, polling] = [createSignal(), createSignal(), createSignal()];
  let { end } = options;
  let isOver = false;
  const brokers: Readonly<Record<string, object>> = {
    1: {
      fetch: async () => {
        if (!isOver) await moved.wait();
        if (isOver) return { responses: [] };
        throw Object.assign(new Error('moved'), { type: 'NOT_LEADER_FOR_PARTITION', name: 'KafkaJSProtocolError' });
      },
    },
    2: {
      fetch: async ({ topics }: FetchRequest) => {
        const from = Number(topics[0]?.partitions[0]?.fetchOffset);
        while (from >= end && !isOver) {
          const more = appended.wait();
          polling.happens();
          await more;
        }
        const messages = Array.from({ length: Math.max(0, end - from) }, (_, index) => ({
          ...{
            offset: String(from + index),
            key: Buffer.from(`k${from + index}`),
            value: Buffer.from(''),
            headers: {},
          },
        }));
        return {
          responses: [{ topicName: TOPIC, partitions: [{ partition: 1, highWatermark: String(end), messages }] }],
        };
      },
    },
  };
  const emitter = new Emitter();
  emitter.addListener('consumer.group_join', options.onJoined);
  const group = new ConsumerGroup(groupOptions(emitter, createCluster(brokers, committed, options.onCommitted)));
  const runner = new Runner({
    ...{ logger: silent, consumerGroup: group, instrumentationEmitter: emitter, heartbeatInterval: 1_500 },
    ...{ retry: { retries: 5 }, autoCommit: false, eachBatchAutoResolve: false, onCrash: () => undefined },
    // As `kafka.ts` hands batches over.
    eachBatch: async (payload) => {
      if (!payload.isRunning() || payload.isStale()) return;
      const { topic, partition, messages } = payload.batch;
      payload.resolveOffset(payload.batch.lastOffset());
      options.onRecords(
        messages.map(({ offset, key }) => ({
          ...{ topic, partition, offset: BigInt(offset), key: key.toString(), value: '', headers: {} },
        })),
      );
    },
  });
  const firstPoll = polling.wait();
  await runner.start();
  return {
    session: {
      commit: (offsets) =>
        group.commitOffsets({
          topics: offsets.map(({ topic, partition, offset }) => ({
            topic,
            partitions: [{ partition, offset: offset.toString() }],
          })),
        }),
      pause: () => undefined,
      resume: () => undefined,
      seek: ({ offset, ...partition }) => group.seek({ ...partition, offset: offset.toString() }),
    },
    untilPolling: () => firstPoll,
    move: () => moved.happens(),
    append: (count) => {
      end += count;
      appended.happens();
    },
    stop: async () => {
      isOver = true;
      const stopped = runner.stop();
      moved.happens();
      appended.happens();
      await stopped;
    },
  };
}

function createCluster(
  brokers: Readonly<Record<string, object>>,
  committed: Map<number, string>,
  onCommitted: (position: PartitionOffset) => void,
): object {
  const groups = new Map<string, object>();
  let generationId = 0;
  const coordinator = {
    isConnected: () => true,
    joinGroup: async () => {
      const memberMetadata = MemberMetadata.encode({ version: 1, topics: [TOPIC], userData: Buffer.alloc(0) });
      generationId += 1;
      const members = [{ memberId: 'm', memberMetadata }];
      return { generationId, leaderId: 'm', memberId: 'm', members, groupProtocol: 'p' };
    },
    syncGroup: async () => ({ memberAssignment: ASSIGNMENT }),
    heartbeat: async () => undefined,
    leaveGroup: async () => undefined,
    offsetFetch: async () => ({
      responses: [{ topic: TOPIC, partitions: [...committed].map(([partition, offset]) => ({ partition, offset })) }],
    }),
    offsetCommit: async ({ topics }: { topics: { partitions: { partition: number; offset: string }[] }[] }) => {
      for (const { partition, offset } of topics.flatMap(({ partitions }) => partitions)) {
        committed.set(partition, offset);
        onCommitted({ topic: TOPIC, partition, offset: BigInt(offset) });
      }
    },
  };
  return {
    getNodeIds: () => [1, 2],
    connect: async () => undefined,
    refreshMetadata: async () => undefined,
    refreshMetadataIfNecessary: async () => undefined,
    findGroupCoordinator: async () => coordinator,
    findTopicPartitionMetadata: () => [
      { partitionId: 0, leader: 1 },
      { partitionId: 1, leader: 2 },
    ],
    findBroker: async ({ nodeId }: { nodeId: string }) => brokers[nodeId],
    committedOffsets: ({ groupId }: { groupId: string }) => {
      const offsets = groups.get(groupId) ?? {};
      groups.set(groupId, offsets);
      return offsets;
    },
    defaultOffset: () => '-2',
    removeBroker: () => undefined,
  };
}

function groupOptions(emitter: object, cluster: object): object {
  const assigner = {
    name: 'p',
    version: 1,
    assign: async () => [{ memberId: 'm', memberAssignment: ASSIGNMENT }],
    protocol: () => ({ name: 'p', metadata: Buffer.alloc(0) }),
  };
  return {
    ...{ retry: {}, cluster, groupId: 'g', topics: [TOPIC], topicConfigurations: { [TOPIC]: { fromBeginning: true } } },
    ...{ logger: silent, instrumentationEmitter: emitter, assigners: [assigner] },
    ...{ sessionTimeout: 6_000, rebalanceTimeout: 10_000, metadataMaxAge: 300_000 },
    ...{ maxBytesPerPartition: 262_144, minBytes: 1, maxBytes: 1e7, maxWaitTimeInMs: 500 },
    ...{ autoCommit: false, isolationLevel: 1 },
  };
}
