import type {
  ConsumeOptions,
  ConsumerSession,
  IncomingRecord,
  PartitionOffset,
  SessionListener,
  TopicPartition,
} from '@galleria/messaging/kafka/broker';
import { BrokerError } from '@galleria/messaging/kafka/broker-error';
import type { Life, World } from '../world/world.ts';
import { createFetches } from './memory-fetches.ts';
import { nameOf, type MemoryLog } from './memory-log.ts';

/** Sees what becomes of groups, to judge it. */
export interface GroupWatch {
  committed(group: string, offset: PartitionOffset): void;
  joined(life: Life, ends: readonly PartitionOffset[], partitions: number): void;
}

export interface GroupFaults {
  losesCommit(): boolean;
}

/** A fetch that was answered and has not arrived. */
export interface Answer {
  readonly records: readonly IncomingRecord[];
  /** Partitions that were sought meanwhile: what was read of them is thrown away. */
  readonly stale: Set<string>;
  /** Whether it is of an earlier assignment; those arrive first. */
  isLate: boolean;
}

/** One session of a process in its group. What it knows of its group may be old. */
export interface Member {
  readonly life: Life;
  readonly options: ConsumeOptions;
  readonly listener: SessionListener;
  readonly positions: Map<string, bigint>;
  readonly paused: Set<string>;
  readonly underWay: Answer[];
  assigned: readonly TopicPartition[];
  /** Grows with each assignment of the group: Kafka refuses commits of an earlier one. */
  generation: number;
  isClosed: boolean;
}

interface Group {
  readonly name: string;
  /** All that any member has ever read. */
  readonly topics: Set<string>;
  members: Member[];
  generation: number;
}

export interface MemoryGroups {
  join(life: Life, options: ConsumeOptions): Promise<ConsumerSession>;
  /** Assigns the partitions of a group anew: fetches that were asked for before may still be answered. */
  rebalance(group: string): void;
  /** Takes a member that Kafka heard nothing of out of its group; it hears of that later, and joins again. */
  expel(life: Life): void;
  /** The process has died: the others get its partitions once nothing was heard of it for long enough. */
  lost(life: Life): void;
  /** There is something new in the topic. */
  appended(topic: string): void;
  /** Records that a group has not committed, a text each. */
  unread(): string[];
}

const MOST_LATE = 2;
/** How long a member takes at most to hear of an assignment, and of having been taken out. */
const HEARS_MS = 400;
const EXPELLED_HEARS_MS = 3_000;
const SESSION_MS = 6_000;

interface Coordination {
  readonly world: World;
  readonly log: MemoryLog;
  readonly faults: GroupFaults;
  readonly watch: GroupWatch;
  readonly fetch: (member: Member) => void;
  readonly rebalance: (group: Group) => void;
}

/**
 * Kafka's consumer groups. Each member hears of an assignment in its own time, and until then goes on with the
 * partitions that it had: Kafka waits for those that it hears of, and so this is what a member does that was silent.
 */
export function createMemoryGroups(
  surroundings: Pick<Coordination, 'world' | 'log' | 'faults' | 'watch'>,
): MemoryGroups {
  const { world, log } = surroundings;
  const groups = new Map<string, Group>();
  const kafka: Life = { name: 'kafka', service: 'kafka', isAlive: true };
  const fetch = createFetches(world, log);
  const rebalance = (group: Group): void => {
    group.members = group.members.filter(({ life, isClosed }) => life.isAlive && !isClosed);
    group.generation += 1;
    const { generation } = group;
    for (const [index, member] of group.members.entries()) {
      const share = log
        .partitionsOf(member.options.topics)
        .filter((_, partition) => partition % group.members.length === index);
      // Who is alone has nobody to wait for.
      if (group.members.length === 1) hear(coordination, member, generation, share);
      else {
        world.after(member.life, 1 + world.random.below(HEARS_MS), () => {
          if (group.generation === generation) hear(coordination, member, generation, share);
        });
      }
    }
  };
  const coordination: Coordination = { ...surroundings, fetch, rebalance };
  const groupOf = (name: string): Group => {
    const group = groups.get(name) ?? { name, topics: new Set(), members: [], generation: 0 };
    groups.set(name, group);
    return group;
  };
  return {
    join: (life, options) => join(coordination, groupOf(options.groupId), life, options),
    rebalance: (name) => {
      const group = groups.get(name);
      if (group?.members.some(({ life }) => life.isAlive) === true) rebalance(group);
    },
    expel: (life) => {
      for (const group of groups.values()) expel(coordination, group, life);
    },
    lost: (life) => {
      for (const group of groups.values()) {
        if (!group.members.some((member) => member.life === life)) continue;
        world.after(kafka, SESSION_MS, () => {
          if (group.members.some((member) => member.life === life)) rebalance(group);
        });
      }
    },
    appended: (topic) => {
      for (const { members } of groups.values()) {
        for (const member of members) if (member.options.topics.includes(topic)) fetch(member);
      }
    },
    unread: () => [...groups.values()].flatMap((group) => unreadOf(log, group)),
  };
}

async function join(
  coordination: Coordination,
  group: Group,
  life: Life,
  options: ConsumeOptions,
): Promise<ConsumerSession> {
  const { world, rebalance } = coordination;
  await world.gate(life);
  const joined: { member?: Member } = {};
  const session = createSession(coordination, group, life, () => joined.member);
  let assigned = (): void => undefined;
  const isAssigned = new Promise<void>((resolve) => (assigned = resolve));
  const attached = options.attach(session);
  const listener: SessionListener = {
    ...attached,
    onAssigned: (partitions) => {
      attached.onAssigned(partitions);
      assigned();
    },
  };
  const member: Member = {
    ...{ life, options, listener, positions: new Map(), paused: new Set(), underWay: [] },
    ...{ assigned: [], generation: 0, isClosed: false },
  };
  joined.member = member;
  group.members.push(member);
  for (const topic of options.topics) group.topics.add(topic);
  rebalance(group);
  await isAssigned;
  return session;
}

function hear(
  { watch, log, fetch }: Coordination,
  member: Member,
  generation: number,
  share: readonly TopicPartition[],
): void {
  if (member.isClosed) return;
  const { groupId, topics } = member.options;
  for (const answer of member.underWay) answer.isLate = true;
  member.underWay.splice(MOST_LATE);
  member.generation = generation;
  member.assigned = share;
  for (const at of share) member.positions.set(nameOf(at), log.committedOf(groupId).get(nameOf(at)) ?? 0n);
  watch.joined(member.life, log.ends(topics), share.length);
  member.listener.onAssigned(share);
  fetch(member);
}

function expel({ world, rebalance }: Coordination, group: Group, life: Life): void {
  const member = group.members.find((one) => one.life === life);
  if (member === undefined) return;
  group.members = group.members.filter((one) => one !== member);
  rebalance(group);
  world.after(life, 1 + world.random.below(EXPELLED_HEARS_MS), () => {
    if (member.isClosed || group.members.includes(member)) return;
    group.members.push(member);
    rebalance(group);
  });
}

function createSession(
  { world, faults, watch, log, fetch, rebalance }: Coordination,
  group: Group,
  life: Life,
  joined: () => Member | undefined,
): ConsumerSession {
  const unlessOver = (change: (member: Member) => void): void => {
    const member = joined();
    if (member !== undefined && !member.isClosed) change(member);
  };
  return {
    commit: async (committed) => {
      const member = joined();
      const generation = member?.generation;
      await world.gate(life);
      // Whoever was taken out or has left is of an earlier generation, too.
      if (member === undefined || group.generation !== generation) {
        throw new BrokerError('ILLEGAL_GENERATION', 'partitions were assigned anew', { refused: false });
      }
      if (faults.losesCommit()) throw new BrokerError('REQUEST_TIMED_OUT', 'no commit', { refused: false });
      for (const offset of committed) {
        log.committedOf(group.name).set(nameOf(offset), offset.offset);
        watch.committed(group.name, offset);
      }
    },
    pause: (at) => unlessOver(({ paused }) => paused.add(nameOf(at))),
    resume: (at) =>
      unlessOver((member) => {
        member.paused.delete(nameOf(at));
        fetch(member);
      }),
    seek: (to) =>
      unlessOver((member) => {
        for (const answer of member.underWay) answer.stale.add(nameOf(to));
        member.positions.set(nameOf(to), to.offset);
        fetch(member);
      }),
    close: async () => {
      unlessOver((member) => (member.isClosed = true));
      await world.gate(life);
      rebalance(group);
    },
  };
}

function unreadOf(log: MemoryLog, { name, topics }: Group): string[] {
  return log
    .partitionsOf([...topics])
    .flatMap((at) => log.recordsOf(at).slice(Number(log.committedOf(name).get(nameOf(at)) ?? 0n)))
    .map((record) => `${name} has not committed ${record.offset} of ${nameOf(record)}`);
}
