import { describe, expect, it } from 'vitest';
import { createSlots } from './slots.ts';

describe('slots', () => {
  it('let only so much work run at once, in order of arrival', async () => {
    const slots = createSlots(2);
    const started: number[] = [];
    const release: (() => void)[] = [];
    const work = [0, 1, 2, 3].map((number) =>
      slots.use(() => {
        started.push(number);
        return new Promise<void>((resolve) => release.push(resolve));
      }),
    );
    expect(started).toEqual([0, 1]);
    release[1]?.();
    await work[1];
    await Promise.resolve();
    expect(started).toEqual([0, 1, 2]);
    release[0]?.();
    release[2]?.();
    await work[2];
    await Promise.resolve();
    release[3]?.();
    await Promise.all(work);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it('are free again after work that failed', async () => {
    const slots = createSlots(1);
    await expect(slots.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await slots.use(async () => 'done')).toBe('done');
  });
});
