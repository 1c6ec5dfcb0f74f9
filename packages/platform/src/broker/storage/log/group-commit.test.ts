import { describe, expect, it } from 'vitest';
import { createGroupCommit } from './group-commit.ts';

describe('Group commit', () => {
  it('lets all who ask during a flush share the next one', async () => {
    const flushes = createControlledFlushes();
    const commit = createGroupCommit(flushes.sync);
    const first = commit.flush();
    const waiting = [commit.flush(), commit.flush(), commit.flush()];
    expect(flushes.started()).toBe(1);

    flushes.finish();
    await first;
    await Promise.resolve();
    expect(flushes.started()).toBe(2);
    flushes.finish();
    await Promise.all(waiting);
    expect(flushes.started()).toBe(2);
  });

  it('reports a failed flush to those who shared it and to nobody else', async () => {
    const flushes = createControlledFlushes();
    const commit = createGroupCommit(flushes.sync);
    const first = commit.flush();
    const second = commit.flush();
    flushes.fail(new Error('EIO'));
    await expect(first).rejects.toThrow('EIO');
    await Promise.resolve();
    flushes.finish();
    await expect(second).resolves.toBeUndefined();
    await commit.settled();
  });
});

function createControlledFlushes() {
  const pending: { resolve: () => void; reject: (error: Error) => void }[] = [];
  let started = 0;
  return {
    sync: () =>
      new Promise<void>((resolve, reject) => {
        started += 1;
        pending.push({ resolve, reject });
      }),
    started: () => started,
    finish: () => pending.shift()?.resolve(),
    fail: (error: Error) => pending.shift()?.reject(error),
  };
}
