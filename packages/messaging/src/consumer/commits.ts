import type { ConsumerSession, PartitionOffset } from '../kafka/broker.ts';

export interface Commits {
  add(offset: PartitionOffset): void;
  /** From now on commits nothing: the partitions may be another consumer's. */
  abandon(): void;
  /** Commits now; what fails is tried again a second later, unless something newer goes before. */
  flush(): Promise<void>;
}

/** A crash delivers again at most what was done since, which the inbox recognises: so a commit may wait for company. */
const COMMIT_EVERY_MS = 100;
const COMMIT_AGAIN_MS = 1_000;

/**
 * Commits the newest offset of each partition, ten times a second and one request at a time, so that no handler waits
 * for it.
 */
export function createCommits(session: Pick<ConsumerSession, 'commit'>, onFailed: (error: unknown) => void): Commits {
  const waiting = new Map<string, PartitionOffset>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let abandoned = false;

  const addUnlessNewer = (offset: PartitionOffset) => {
    const name = nameOf(offset);
    if (!waiting.has(name)) waiting.set(name, offset);
    timer ??= setTimeout(() => void flush(), COMMIT_AGAIN_MS);
  };
  const commit = async () => {
    const offsets = [...waiting.values()];
    waiting.clear();
    if (offsets.length === 0) return;
    try {
      await session.commit(offsets);
    } catch (thrown) {
      onFailed(thrown);
      // The next commit of the partition goes further, but on a quiet day none comes: until one does, a consumer that
      // has just joined has not caught up, and no deadline is judged.
      if (!abandoned) offsets.forEach(addUnlessNewer);
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
      waiting.set(nameOf(offset), offset);
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

function nameOf({ topic, partition }: PartitionOffset): string {
  return `${topic}/${partition}`;
}
