import { createCommits } from './commits.ts';
import type { ConsumerSession, IncomingRecord, PartitionOffset, TopicPartition } from '../kafka/broker.ts';

export interface KeyOrderedWork {
  /**
   * Partitions were assigned anew and are delivered from the committed offsets: what is queued or waits for another try
   * is forgotten. Where something was not finished, reading goes on there and nowhere else: records that were asked for
   * before the assignment may still arrive, and a commit of theirs would pass over it. Those of partitions that are not
   * among the assigned are another member's by now: a commit of theirs would take that one's back.
   */
  assign(session: Session, partitions: readonly TopicPartition[]): void;
  add(records: readonly IncomingRecord[]): void;
  /** Begins nothing more; resolves when what has begun is done and committed. */
  drain(): Promise<void>;
  /** For how many milliseconds the oldest record has been unfinished; 0 when there is none. */
  oldestMs(): number;
}

type Session = Pick<ConsumerSession, 'commit' | 'pause' | 'resume' | 'seek'>;

interface Entry {
  readonly offset: bigint;
  readonly since: number;
  done: boolean;
}

interface Partition {
  readonly topic: string;
  readonly partition: number;
  /** In order of offset; once settled, the first is not done. */
  readonly open: Entry[];
  paused: boolean;
  gap: Gap | undefined;
  /** Everything below it is done, as far as this session has seen. */
  next: bigint;
}

/** An earlier assignment has left the record at this offset unfinished: nothing above it counts until it is back. */
interface Gap {
  readonly offset: bigint;
  refusals: number;
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
 * After a seek the next records are those wanted. Late ones of each broker can come first, and if the records still
 * start higher the topic has them no more.
 */
const MOST_REFUSALS = 5;

/**
 * Works on records of one key in their order and on different keys at the same time, so that a message that waits for
 * its next try holds up its own aggregate only. The committed offset is the one before which everything is done.
 */
export function createKeyOrderedWork(options: {
  /** True when done; false when the signal ended it before. Does not throw. */
  readonly handle: (record: IncomingRecord, over: AbortSignal) => Promise<boolean>;
  readonly onCommitFailed: (error: unknown) => void;
  /** Unfinished records, from `offset` to below `next`, are in the topic no more. */
  readonly onGone: (gone: PartitionOffset & { readonly next: bigint }) => void;
}): KeyOrderedWork {
  /** Outlives assignments: a message that is delivered again waits for the handler that is still busy with it. */
  const lastOfKey = new Map<string, Promise<void>>();
  let assignment: Assignment | undefined;

  const begin = (current: Assignment, partition: Partition, record: IncomingRecord) => {
    const entry: Entry = { offset: record.offset, since: performance.now(), done: false };
    partition.open.push(entry);
    const key = `${nameOf(record)} ${record.key ?? ''}`;
    const next = (lastOfKey.get(key) ?? Promise.resolve()).then(async () => {
      if (current.over.signal.aborted) return;
      entry.done = await options.handle(record, current.over.signal);
      if (entry.done && current === assignment) settle(current, partition);
    });
    lastOfKey.set(key, next);
    void next.then(() => {
      if (lastOfKey.get(key) === next) lastOfKey.delete(key);
    });
  };

  return {
    assign: (session, assigned) => {
      const last = assignment;
      last?.over.abort();
      last?.commits.abandon();
      for (const partition of last?.partitions.values() ?? []) if (partition.paused) session.resume(partition);
      const commits = createCommits(session, options.onCommitFailed);
      // Of another session nothing arrives late, and what was unfinished in it may be finished elsewhere by now.
      const partitions = begun(assigned, last?.session === session ? last.partitions : new Map());
      assignment = { session, partitions, commits, over: new AbortController() };
      for (const partition of partitions.values()) {
        if (partition.gap !== undefined) session.seek(positionOf(partition, partition.gap));
      }
    },
    add: (records) => {
      if (assignment === undefined) return;
      const late = new Set<Partition>();
      for (const record of records) {
        const partition = assignment.partitions.get(nameOf(record));
        if (partition === undefined || late.has(partition)) continue;
        if (startsAboveGap(assignment, partition, record, options.onGone)) late.add(partition);
        else begin(assignment, partition, record);
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
      assignment?.commits.abandon();
    },
    oldestMs: () => {
      const oldest = [...(assignment?.partitions.values() ?? [])].flatMap(({ open: [first] }) => first?.since ?? []);
      return oldest.length === 0 ? 0 : performance.now() - Math.min(...oldest);
    },
  };
}

/** Whether the record must wait until what is unfinished below it is read again. */
function startsAboveGap(
  { session }: Assignment,
  partition: Partition,
  { offset }: IncomingRecord,
  onGone: (gone: PartitionOffset & { readonly next: bigint }) => void,
): boolean {
  const { gap } = partition;
  if (gap === undefined) return false;
  if (offset > gap.offset && gap.refusals < MOST_REFUSALS) {
    gap.refusals += 1;
    session.seek(positionOf(partition, gap));
    return true;
  }
  partition.gap = undefined;
  if (offset > gap.offset) onGone({ ...positionOf(partition, gap), next: offset });
  return false;
}

function settle({ commits, session }: Assignment, partition: Partition): void {
  const { topic, open } = partition;
  const firstOpen = open.findIndex((entry) => !entry.done);
  const last = open.splice(0, firstOpen === -1 ? open.length : firstOpen).at(-1);
  // What was asked for before an assignment may arrive when more is done than it: a commit never goes back.
  if (last !== undefined && last.offset + 1n >= partition.next) {
    partition.next = last.offset + 1n;
    commits.add({ topic, partition: partition.partition, offset: partition.next });
  }
  if (partition.paused && open.length < RESUME_BELOW) {
    partition.paused = false;
    session.resume(partition);
  }
}

/** The partitions as an assignment begins: how far the last one has come in them, and what it has not finished. */
function begun(assigned: readonly TopicPartition[], before: ReadonlyMap<string, Partition>): Map<string, Partition> {
  const partitions = new Map<string, Partition>();
  for (const { topic, partition } of assigned) {
    const last = before.get(nameOf({ topic, partition }));
    const offset = last?.open[0]?.offset ?? last?.gap?.offset;
    const gap = offset === undefined ? undefined : { offset, refusals: 0 };
    const next = last?.next ?? 0n;
    partitions.set(nameOf({ topic, partition }), { topic, partition, open: [], paused: false, gap, next });
  }
  return partitions;
}

function positionOf({ topic, partition }: Partition, { offset }: Gap): PartitionOffset {
  return { topic, partition, offset };
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
