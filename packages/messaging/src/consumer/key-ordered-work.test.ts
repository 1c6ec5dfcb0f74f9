import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IncomingRecord, PartitionOffset } from '../kafka/broker.ts';
import { createKeyOrderedWork } from './key-ordered-work.ts';
import { recordOf } from '../testing/fakes.ts';

const PARTITIONS = [0, 1, 2].map((partition) => ({ topic: 'shop.events', partition }));

/** Work whose handlers end when, and as, the test says. */
function createPlayedWork() {
  const started: string[] = [];
  const finish = new Map<string, (done: boolean) => void>();
  const signals = new Map<string, AbortSignal>();
  const commits: PartitionOffset[] = [];
  const session = {
    commit: vi.fn(async (offsets: readonly PartitionOffset[]) => void commits.push(...offsets)),
    pause: vi.fn(),
    resume: vi.fn(),
    seek: vi.fn(),
  };
  const onGone = vi.fn();
  const work = createKeyOrderedWork({
    handle: (record, over) => {
      const name = `${record.key}${record.offset}`;
      started.push(name);
      signals.set(name, over);
      return new Promise((resolve) => finish.set(name, resolve));
    },
    onCommitFailed: () => undefined,
    onGone,
  });
  work.assign(session, PARTITIONS);
  const end = async (name: string, done = true) => {
    finish.get(name)?.(done);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { work, session, onGone, started, signals, commits, end };
}

const record = (key: string, offset: number): IncomingRecord => recordOf({ key, offset: BigInt(offset) });
const committed = (offset: number) => ({ topic: 'shop.events', partition: 0, offset: BigInt(offset) });

describe('work in order of keys', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('handles messages of one key one after the other, and other keys meanwhile', async () => {
    const { work, started, end } = createPlayedWork();
    work.add([record('a', 0), record('a', 1), record('b', 2)]);
    await vi.advanceTimersByTimeAsync(0);
    expect(started).toEqual(['a0', 'b2']);
    await end('a0');
    expect(started).toEqual(['a0', 'b2', 'a1']);
  });

  it('commits only up to the first message that is not done', async () => {
    const { work, commits, end } = createPlayedWork();
    work.add([record('a', 5), record('b', 6), record('c', 9)]);
    await vi.advanceTimersByTimeAsync(0);
    await end('b6');
    await end('c9');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(commits).toEqual([]);
    await end('a5');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(commits).toEqual([committed(10)]);
  });

  it('does not commit a message whose handler gave up', async () => {
    const { work, commits, end } = createPlayedWork();
    work.add([record('a', 0)]);
    await vi.advanceTimersByTimeAsync(0);
    await end('a0', false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(commits).toEqual([]);
  });

  it('forgets what it had not begun when partitions are assigned anew, and commits nothing of the old assignment', async () => {
    const { work, session, started, signals, commits, end } = createPlayedWork();
    work.add([record('a', 0), record('a', 1)]);
    await vi.advanceTimersByTimeAsync(0);
    work.assign(session, PARTITIONS);
    expect(signals.get('a0')?.aborted).toBe(true);
    work.add([record('a', 0)]);
    await vi.advanceTimersByTimeAsync(0);
    expect(started).toEqual(['a0']);
    await end('a0');
    expect(started).toEqual(['a0', 'a0']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(commits).toEqual([]);
    await end('a0');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(commits).toEqual([committed(1)]);
  });

  it('commits nothing beyond what the last assignment left unfinished, although later records arrive first', async () => {
    const { work, session, started, commits, end } = createPlayedWork();
    work.add([record('a', 90), record('b', 91)]);
    await vi.advanceTimersByTimeAsync(0);
    await end('b91');
    work.assign(session, PARTITIONS);
    expect(session.seek.mock.calls).toEqual([[committed(90)]]);
    work.add([record('c', 92), record('d', 93)]);
    await end('a90', false);
    expect(started).toEqual(['a90', 'b91']);
    expect(session.seek.mock.calls).toEqual([[committed(90)], [committed(90)]]);
    work.add([record('a', 90), record('b', 91), record('c', 92)]);
    await vi.advanceTimersByTimeAsync(0);
    for (const name of ['b91', 'c92']) await end(name);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(commits).toEqual([]);
    await end('a90');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(commits).toEqual([committed(93)]);
  });

  it('remembers what is unfinished over several assignments, and not where the partition is another’s', async () => {
    const { work, session, started } = createPlayedWork();
    work.add([record('a', 90)]);
    await vi.advanceTimersByTimeAsync(0);
    work.assign(session, PARTITIONS);
    work.assign(session, PARTITIONS);
    work.add([record('b', 92)]);
    await vi.advanceTimersByTimeAsync(0);
    expect(started).toEqual(['a90']);
    work.assign(session, []);
    work.assign(session, PARTITIONS);
    work.add([record('c', 200)]);
    await vi.advanceTimersByTimeAsync(0);
    expect(started).toEqual(['a90', 'c200']);
  });

  it('begins another session where that begins', async () => {
    const { work, session, started } = createPlayedWork();
    work.add([record('a', 90)]);
    await vi.advanceTimersByTimeAsync(0);
    work.assign({ ...session }, PARTITIONS);
    work.add([record('b', 95)]);
    await vi.advanceTimersByTimeAsync(0);
    expect(started).toEqual(['a90', 'b95']);
  });

  it('commits nothing below what is done, when records from before an assignment arrive late', async () => {
    const { work, session, commits, end } = createPlayedWork();
    work.add([record('a', 0), record('b', 1)]);
    await vi.advanceTimersByTimeAsync(0);
    for (const name of ['a0', 'b1']) await end(name);
    await vi.advanceTimersByTimeAsync(1_000);
    work.assign(session, PARTITIONS);
    work.add([record('a', 0)]);
    await vi.advanceTimersByTimeAsync(0);
    await end('a0');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(commits).toEqual([committed(2)]);
    // Where that commit was lost, they are delivered again, and it is made again.
    work.add([record('b', 1)]);
    await vi.advanceTimersByTimeAsync(0);
    await end('b1');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(commits).toEqual([committed(2), committed(2)]);
  });

  it('does nothing with records of a partition that is assigned to another member by now', async () => {
    const { work, session, started, commits, end } = createPlayedWork();
    work.add([record('a', 0)]);
    await vi.advanceTimersByTimeAsync(0);
    await end('a0');
    work.assign(session, PARTITIONS.slice(1));
    work.add([record('b', 1), { ...record('c', 0), partition: 1 }]);
    await vi.advanceTimersByTimeAsync(0);
    expect(started).toEqual(['a0', 'c0']);
    await end('c0');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(commits).toEqual([{ ...committed(1), partition: 1 }]);
  });

  it('goes on, and says so, where the topic has lost what was unfinished', async () => {
    const { work, session, started, onGone } = createPlayedWork();
    work.add([record('a', 90)]);
    await vi.advanceTimersByTimeAsync(0);
    work.assign(session, PARTITIONS);
    for (let fetch = 0; fetch < 6; fetch += 1) {
      expect(onGone).not.toHaveBeenCalled();
      work.add([record('b', 200), record('c', 201)]);
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(started).toEqual(['a90', 'b200', 'c201']);
    expect(onGone.mock.calls).toEqual([[{ ...committed(90), next: 200n }]]);
  });

  it('leaves a partition paused that the new assignment has paused, when old work ends', async () => {
    const { work, session, started, end } = createPlayedWork();
    work.add([record('old', 0)]);
    await vi.advanceTimersByTimeAsync(0);
    work.assign(session, PARTITIONS);
    work.add(Array.from({ length: 2_001 }, (_, offset) => record(`k${offset}-`, offset)));
    await vi.advanceTimersByTimeAsync(0);
    expect(session.pause).toHaveBeenCalledOnce();
    await end('old0');
    expect(session.resume).not.toHaveBeenCalled();
    expect(started).toHaveLength(2_002);
  });

  it('pauses a partition that piles up and resumes it when the pile is small', async () => {
    const { work, session, end } = createPlayedWork();
    const offsets = Array.from({ length: 2_001 }, (_, offset) => offset);
    work.add(offsets.map((offset) => record(`k${offset}-`, offset)));
    expect(session.pause).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(0);
    for (const offset of offsets.slice(0, 1_001)) await end(`k${offset}-${offset}`);
    expect(session.resume).not.toHaveBeenCalled();
    await end('k1001-1001');
    expect(session.resume).toHaveBeenCalledOnce();
  });

  it('drains: begins nothing more, waits for what runs and commits it', async () => {
    const { work, started, commits, end } = createPlayedWork();
    work.add([record('a', 0), record('a', 1)]);
    await vi.advanceTimersByTimeAsync(0);
    const drained = vi.fn();
    void work.drain().then(drained);
    await vi.advanceTimersByTimeAsync(10);
    expect(drained).not.toHaveBeenCalled();
    await end('a0');
    expect(drained).toHaveBeenCalled();
    expect(started).toEqual(['a0']);
    expect(commits).toEqual([committed(1)]);
  });
});
