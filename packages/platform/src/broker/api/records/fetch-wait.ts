import type { PartitionLog } from '../../storage/log/partition-log.ts';
import type { TopicStore } from '../../storage/topics/topic-store.ts';
import type { FetchPartition, FetchRequest } from './fetch-request.ts';

const LONGEST_WAIT_MS = 60_000;

/**
 * The long poll of Fetch: resolves once the wanted bytes are there, a partition has an error to report, the client's
 * time is up or the connection is gone. Never rejects.
 */
export function waitForRecords(request: FetchRequest, topics: TopicStore, closed: AbortSignal): Promise<void> {
  const partitions = request.topics.flatMap((topic) => topic.partitions);
  const isReady = () => isSomethingToSay(partitions, topics, request.minimumBytes);
  if (request.maximumWaitMs <= 0 || closed.aborted || isReady()) return Promise.resolve();

  return new Promise((resolve) => {
    const stop = () => {
      clearTimeout(timer);
      closed.removeEventListener('abort', stop);
      for (const unsubscribe of subscriptions) unsubscribe();
      resolve();
    };
    const onAdvance = () => {
      if (isReady()) stop();
    };
    const timer = setTimeout(stop, Math.min(request.maximumWaitMs, LONGEST_WAIT_MS));
    closed.addEventListener('abort', stop);
    const logs = partitions.map((partition) => logOf(topics, partition)).filter((log) => log !== undefined);
    const subscriptions = logs.map((log) => log.onAdvance(onAdvance));
  });
}

function isSomethingToSay(partitions: readonly FetchPartition[], topics: TopicStore, minimumBytes: number): boolean {
  let bytes = 0;
  for (const partition of partitions) {
    const log = logOf(topics, partition);
    if (!log || partition.offset < log.startOffset || partition.offset > log.highWatermark) return true;
    bytes += log.bytesFrom(partition.offset);
  }
  return bytes >= minimumBytes;
}

function logOf(topics: TopicStore, { topic, partition }: FetchPartition): PartitionLog | undefined {
  return topics.find(topic)?.partitions[partition];
}
