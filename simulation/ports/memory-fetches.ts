import type { World } from '../world/world.ts';
import type { Answer, Member } from './memory-groups.ts';
import { nameOf, type MemoryLog } from './memory-log.ts';

const MOST_FETCHED = 4;
const FAST_MS = 200;
const SLOW_MS = 6_000;
const SLOW_SHARE = 0.15;

/** Lets a member ask for what comes next, unless an answer is under way. */
export function createFetches(world: World, log: MemoryLog): (member: Member) => void {
  const { random } = world;
  const fetch = (member: Member): void => {
    if (!member.life.isAlive || member.isClosed || member.underWay.some(({ isLate }) => !isLate)) return;
    const records = member.assigned.flatMap((at) => {
      if (member.paused.has(nameOf(at))) return [];
      const from = Number(member.positions.get(nameOf(at)) ?? 0n);
      return log.recordsOf(at).slice(from, from + 1 + random.below(MOST_FETCHED));
    });
    if (records.length === 0) return;
    member.underWay.push({ records, stale: new Set(), isLate: false });
    const slowestMs = random.chance(SLOW_SHARE) ? SLOW_MS : FAST_MS;
    world.after(member.life, 1 + random.below(slowestMs), () => arrive(member));
  };
  const arrive = (member: Member): void => {
    const answer = member.underWay.shift();
    if (answer === undefined || member.isClosed) return;
    // One call for each partition, as kafkajs does.
    for (const name of new Set(answer.records.map(nameOf))) handOver(member, answer, name);
    fetch(member);
  };
  return fetch;
}

/** Hands over what was read of a partition, unless it was paused or sought meanwhile: then it is read again. */
function handOver({ listener, paused, positions }: Member, { records, stale }: Answer, name: string): void {
  if (stale.has(name) || paused.has(name)) return;
  const own = records.filter((record) => nameOf(record) === name);
  const last = own.at(-1);
  // Also what arrives late counts as read: kafkajs goes on after it.
  if (last !== undefined) positions.set(name, last.offset + 1n);
  listener.onRecords(own);
}
