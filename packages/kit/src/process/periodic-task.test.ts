import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../logger.ts';
import { createPeriodicTask } from './periodic-task.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

describe('a periodic task', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('begins a run only when the one before has ended, and goes on after a failure', async () => {
    let runs = 0;
    let end: () => void = () => undefined;
    const work = async () => {
      runs += 1;
      if (runs === 1) await new Promise<void>((resolve) => (end = resolve));
      if (runs === 2) throw new Error('no luck');
    };
    const task = createPeriodicTask({ name: 'sweep', everyMs: 100, work, logger });
    task.start();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(runs).toBe(1);
    end();
    await vi.advanceTimersByTimeAsync(100);
    expect(runs).toBe(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(runs).toBe(3);
    await task.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(runs).toBe(3);
  });

  it('stops only when the run that is under way has ended', async () => {
    let end: () => void = () => undefined;
    let stopped = false;
    const work = () => new Promise<void>((resolve) => (end = resolve));
    const task = createPeriodicTask({ name: 'sweep', everyMs: 100, work, logger });
    task.start();
    await vi.advanceTimersByTimeAsync(100);
    const stopping = task.stop().then(() => (stopped = true));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(stopped).toBe(false);
    end();
    await stopping;
  });

  it('runs for the first time when it is told to', async () => {
    const work = vi.fn(async () => undefined);
    const task = createPeriodicTask({ name: 'sweep', everyMs: 3_600_000, firstAfterMs: 100, work, logger });
    task.start();
    await vi.advanceTimersByTimeAsync(100);
    expect(work).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(3_599_999);
    expect(work).toHaveBeenCalledOnce();
    await task.stop();
  });

  it('is not ready while a run hangs', async () => {
    let end: () => void = () => undefined;
    const work = () => new Promise<void>((resolve) => (end = resolve));
    const task = createPeriodicTask({ name: 'sweep', everyMs: 100, work, logger });
    task.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(task.readiness.check()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(() => task.readiness.check()).toThrow('under way for 61 s');
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect(task.readiness.check()).toBeUndefined();
    await task.stop();
  });
});
