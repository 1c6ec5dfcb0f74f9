import type { BrokerLogger } from './broker-logger.ts';
import type { OffsetsJournal } from './groups/offsets-journal.ts';
import type { FsyncMode } from './storage/disk-sync.ts';
import { applyRetention } from './storage/log/retention.ts';
import type { TopicStore } from './storage/topics/topic-store.ts';

const SYNC_INTERVAL_MS = 1000;
const RETENTION_INTERVAL_MS = 30_000;

export interface HousekeepingDependencies {
  readonly topics: TopicStore;
  readonly journal: OffsetsJournal;
  readonly fsync: FsyncMode;
  readonly logger: BrokerLogger;
}

/**
 * What happens on its own from time to time: forcing logs to the disk and removing old segments. Returns how to end it.
 */
export function startHousekeeping({ topics, journal, fsync, logger }: HousekeepingDependencies): () => void {
  const report = (error: unknown) => logger.error({ err: error }, 'housekeeping failed');

  async function syncAll(): Promise<void> {
    const dirty = topics.logs.filter((log) => log.isDirty);
    await Promise.all([journal.flush(), ...dirty.map((log) => log.flush())]);
  }

  async function removeOldSegments(): Promise<void> {
    for (const topic of topics.topics) {
      for (const log of topic.partitions) await applyRetention(log, topic.config, Date.now());
    }
  }

  const timers = [setInterval(() => void removeOldSegments().catch(report), RETENTION_INTERVAL_MS)];
  if (fsync !== 'never') timers.push(setInterval(() => void syncAll().catch(report), SYNC_INTERVAL_MS));
  return () => timers.forEach(clearInterval);
}
