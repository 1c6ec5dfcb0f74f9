import { createCommits } from './commits.ts';
import type { ConsumerSession, IncomingRecord } from '../kafka/broker.ts';

export interface KeyOrderedWork {
  /**
   * Partitions were assigned anew and are delivered from the committed offsets: what is queued or waits for another try
   * is forgotten.
   */
  assign(session: Session): void;
  add(records: readonly IncomingRecord[]): void;
  /** Begins nothing more; resolves when what has begun is done and committed. */
  drain(): Promise<void>;
}

type Session = Pick<ConsumerSession, 'commit' | 'pause' | 'resume'>;

interface Entry {
  readonly offset: bigint;
  done: boolean;
}

interface Partition {
  readonly topic: string;
  readonly partition: number;
  /** In order of offset; once settled, the first is not done. */
  readonly open: Entry[];
  paused: boolean;
}

interface Assignment {
  readonly session: Session;
  readonly partitions: Map<string, Partition>;
  readonly commits: ReturnType<typeof createCommits>;
  readonly over: AbortController;
}

/**
 * A partition is paused above the one and resumed below the other, so that memory and re-delivery after a crash stay
 * bounded. A resumed partition joins the next fetch, up to 0.5 s later: what is left must keep the handlers busy until
 * then.
 */
const PAUSE_ABOVE = 2_000;
const RESUME_BELOW = 1_000;

/**
 * Works on records of one key in their order and on different keys at the same time, so that a message that waits for
 * its next try holds up its own aggregate only. The committed offset is the one before which everything is done.
 */
export function createKeyOrderedWork(options: {
  /** True when done; false when the signal ended it before. Does not throw. */
  readonly handle: (record: IncomingRecord, over: AbortSignal) => Promise<boolean>;
  readonly onCommitFailed: (error: unknown) => void;
}): KeyOrderedWork {
  /** Outlives assignments: a message that is delivered again waits for the handler that is still busy with it. */
  const lastOfKey = new Map<string, Promise<void>>();
  let assignment: Assignment | undefined;

  const begin = (current: Assignment, partition: Partition, record: IncomingRecord) => {
    const entry: Entry = { offset: record.offset, done: false };
    partition.open.push(entry);
    const key = `${nameOf(record)} ${record.key ?? ''}`;
    const next = (lastOfKey.get(key) ?? Promise.resolve()).then(async () => {
      if (current.over.signal.aborted) return;
      entry.done = await options.handle(record, current.over.signal);
      if (entry.done) settle(current, partition);
    });
    lastOfKey.set(key, next);
    void next.then(() => {
      if (lastOfKey.get(key) === next) lastOfKey.delete(key);
    });
  };

  return {
    assign: (session) => {
      assignment?.over.abort();
      assignment?.commits.abandon();
      for (const partition of assignment?.partitions.values() ?? []) if (partition.paused) session.resume(partition);
      const commits = createCommits(session, options.onCommitFailed);
      assignment = { session, partitions: new Map(), commits, over: new AbortController() };
    },
    add: (records) => {
      if (assignment === undefined) return;
      for (const record of records) {
        const partition = partitionOf(assignment, record);
        begin(assignment, partition, record);
        if (!partition.paused && partition.open.length > PAUSE_ABOVE) {
          partition.paused = true;
          assignment.session.pause(partition);
        }
      }
    },
    drain: async () => {
      assignment?.over.abort();
      await Promise.all(lastOfKey.values());
      await assignment?.commits.flush();
    },
  };
}

function settle({ commits, session }: Assignment, partition: Partition): void {
  const { topic, open } = partition;
  const firstOpen = open.findIndex((entry) => !entry.done);
  const last = open.splice(0, firstOpen === -1 ? open.length : firstOpen).at(-1);
  if (last !== undefined) commits.add({ topic, partition: partition.partition, offset: last.offset + 1n });
  if (partition.paused && open.length < RESUME_BELOW) {
    partition.paused = false;
    session.resume(partition);
  }
}

function partitionOf({ partitions }: Assignment, record: IncomingRecord): Partition {
  const name = nameOf(record);
  let partition = partitions.get(name);
  if (partition === undefined) {
    partition = { topic: record.topic, partition: record.partition, open: [], paused: false };
    partitions.set(name, partition);
  }
  return partition;
}

function nameOf({ topic, partition }: IncomingRecord): string {
  return `${topic}/${partition}`;
}
