import { afterEach, describe, expect, it, vi } from 'vitest';
import { createChanges } from './changes.ts';

const CHANGED = { value: null, done: false };

afterEach(() => void vi.useRealTimers());

describe('changes', () => {
  it('are told at once, and then as one for all that came meanwhile', async () => {
    const changes = createChanges();
    const follower = changes.follow('a');
    expect(await follower.next()).toEqual(CHANGED);
    changes.tell('a');
    changes.tell('a');
    changes.tellAll();
    expect(await follower.next()).toEqual(CHANGED);
    const next = follower.next();
    changes.tell('b');
    expect(await Promise.race([next, Promise.resolve('waits')])).toBe('waits');
    changes.tell('a');
    expect(await next).toEqual(CHANGED);
  });

  it('reach every follower of a key', async () => {
    const changes = createChanges();
    const followers = [changes.follow('a'), changes.follow('a'), changes.follow('b')];
    await Promise.all(followers.map((follower) => follower.next()));
    const waiting = followers.map((follower) => follower.next());
    changes.tellAll();
    expect(await Promise.all(waiting)).toEqual([CHANGED, CHANGED, CHANGED]);
  });

  it('are kept for nobody who has gone, be it while waiting', async () => {
    const changes = createChanges();
    const follower = changes.follow('a');
    await follower.next();
    const waiting = follower.next();
    expect(changes.size).toBe(1);
    await follower.return?.();
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(await follower.next()).toEqual({ value: undefined, done: true });
    expect(changes.size).toBe(0);
  });

  it('are told at most once in a while where there is a rest, and the last one always', async () => {
    vi.useFakeTimers();
    const changes = createChanges({ restMs: 500 });
    const follower = changes.follow('a');
    const toldAt: number[] = [];
    const start = Date.now();
    void (async () => {
      while ((await follower.next()).done !== true) toldAt.push(Date.now() - start);
    })();
    for (let ms = 0; ms < 1_200; ms += 100) {
      await vi.advanceTimersByTimeAsync(100);
      changes.tell('a');
    }
    await vi.advanceTimersByTimeAsync(10_000);
    expect(toldAt).toEqual([0, 500, 1_000, 1_500]);
    changes.tell('a');
    await vi.advanceTimersByTimeAsync(0);
    expect(toldAt.at(-1)).toBe(11_200);
    await follower.return?.();
    expect(vi.getTimerCount()).toBe(0);
  });
});
