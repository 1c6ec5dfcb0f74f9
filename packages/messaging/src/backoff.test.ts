import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { atMost, delayAfter, sleep } from './backoff.ts';

const backoff = { firstMs: 100, maxMs: 1_000 };

describe('the delay after failures', () => {
  it('doubles with each failure up to the limit', () => {
    const longest = [1, 2, 3, 4, 5, 60].map((failures) => delayAfter(failures, backoff, () => 1));
    expect(longest).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  it('is at least half of the exponential value', () => {
    expect(delayAfter(3, backoff, () => 0)).toBe(200);
  });
});

describe('sleep', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lasts as long as asked for', async () => {
    const awake = vi.fn();
    void sleep(100, new AbortController().signal).then(awake);
    await vi.advanceTimersByTimeAsync(99);
    expect(awake).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(awake).toHaveBeenCalled();
  });

  it('ends at once when the signal aborts, and leaves no timer behind', async () => {
    const controller = new AbortController();
    const asleep = sleep(100_000, controller.signal);
    controller.abort();
    await asleep;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin under an aborted signal', async () => {
    await sleep(100_000, AbortSignal.abort());
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('at most', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gives up on a promise that does not settle', async () => {
    const over = vi.fn();
    void atMost(500, new Promise(() => undefined)).then(over);
    await vi.advanceTimersByTimeAsync(499);
    expect(over).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(over).toHaveBeenCalled();
  });

  it('ends with the promise, even a rejected one, and leaves no timer behind', async () => {
    await atMost(500, Promise.reject(new Error('lost')));
    expect(vi.getTimerCount()).toBe(0);
  });
});
