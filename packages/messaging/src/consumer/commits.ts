import type { ConsumerSession, PartitionOffset } from '../kafka/broker.ts';

export interface Commits {
  add(offset: PartitionOffset): void;
  /** From now on commits nothing: the partitions may be another consumer's. */
  abandon(): void;
  flush(): Promise<void>;
}

/** A crash delivers again at most what was done since, which the inbox recognises: so a commit may wait for company. */
const COMMIT_EVERY_MS = 100;

/**
 * Commits the newest offset of each partition, ten times a second and one request at a time, so that no handler waits
 * for it.
 */
export function createCommits(session: Pick<ConsumerSession, 'commit'>, onFailed: (error: unknown) => void): Commits {
  const waiting = new Map<string, PartitionOffset>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let abandoned = false;

  const commit = async () => {
    const offsets = [...waiting.values()];
    waiting.clear();
    if (offsets.length === 0) return;
    try {
      await session.commit(offsets);
    } catch (thrown) {
      // Not tried again: the next commit of the partition goes further.
      onFailed(thrown);
    }
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    running = running.then(commit);
    return running;
  };

  return {
    add: (offset) => {
      if (abandoned) return;
      waiting.set(`${offset.topic}/${offset.partition}`, offset);
      timer ??= setTimeout(() => void flush(), COMMIT_EVERY_MS);
    },
    abandon: () => {
      abandoned = true;
      clearTimeout(timer);
      waiting.clear();
    },
    flush,
  };
}
