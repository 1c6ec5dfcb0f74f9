import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWakeUp } from './wake-up.ts';

describe('a wake-up bell', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('ends the wait when it rings, and leaves no timer behind', async () => {
    const bell = createWakeUp();
    const waiting = bell.wait(1_000);
    bell.ring();
    expect(await waiting).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('remembers a ring that nobody waited for, once', async () => {
    const bell = createWakeUp();
    bell.ring();
    bell.ring();
    expect(await bell.wait(1_000)).toBe(true);
    const second = bell.wait(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await second).toBe(false);
  });
});
