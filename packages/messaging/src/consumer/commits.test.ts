import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PartitionOffset } from '../kafka/broker.ts';
import { createCommits } from './commits.ts';

const position = (partition: number, offset: bigint): PartitionOffset => ({ topic: 't', partition, offset });

describe('commits', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('go together, the newest offset of each partition', async () => {
    const commit = vi.fn(async () => undefined);
    const commits = createCommits({ commit }, () => undefined);
    commits.add(position(0, 1n));
    commits.add(position(1, 7n));
    commits.add(position(0, 2n));
    await vi.advanceTimersByTimeAsync(99);
    expect(commit).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(commit.mock.calls).toEqual([[[position(0, 2n), position(1, 7n)]]]);
  });

  it('wait for each other', async () => {
    const answers: (() => void)[] = [];
    const commit = vi.fn(() => new Promise<void>((resolve) => answers.push(resolve)));
    const commits = createCommits({ commit }, () => undefined);
    commits.add(position(0, 1n));
    await vi.advanceTimersByTimeAsync(100);
    commits.add(position(0, 2n));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(commit).toHaveBeenCalledTimes(1);
    answers[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(commit).toHaveBeenCalledTimes(2);
  });

  it('report a failure and go on', async () => {
    const failed = vi.fn();
    const commit = vi.fn(async () => undefined).mockRejectedValueOnce(new Error('rebalancing'));
    const commits = createCommits({ commit }, failed);
    commits.add(position(0, 1n));
    await commits.flush();
    commits.add(position(0, 2n));
    await commits.flush();
    expect(failed).toHaveBeenCalledOnce();
    expect(commit).toHaveBeenLastCalledWith([position(0, 2n)]);
  });

  it('that failed are made again, although nothing more is done', async () => {
    const commit = vi.fn(async () => undefined).mockRejectedValueOnce(new Error('rebalancing'));
    const commits = createCommits({ commit }, () => undefined);
    commits.add(position(0, 1n));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(commit.mock.calls).toEqual([[[position(0, 1n)]], [[position(0, 1n)]]]);
  });

  it('stop when they are abandoned, for what is done later too', async () => {
    const commit = vi.fn(async () => undefined);
    const commits = createCommits({ commit }, () => undefined);
    commits.add(position(0, 1n));
    commits.abandon();
    commits.add(position(0, 2n));
    await vi.advanceTimersByTimeAsync(1_000);
    await commits.flush();
    expect(commit).not.toHaveBeenCalled();
  });
});
