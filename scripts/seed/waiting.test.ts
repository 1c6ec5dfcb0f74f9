import { describe, expect, it } from 'vitest';
import { eventually, inParallel } from './waiting.ts';

describe('waiting', () => {
  it('looks again until there is something to see', async () => {
    let looks = 0;
    expect(await eventually('the third look', async () => ((looks += 1) < 3 ? null : looks))).toBe(3);
  });
});

describe('working in parallel', () => {
  it('works on a few at a time, and gives the results in the order of the items', async () => {
    let atOnce = 0;
    let most = 0;
    const results = await inParallel([5, 1, 4, 2, 3], 2, async (item) => {
      most = Math.max(most, (atOnce += 1));
      await new Promise((resolve) => setTimeout(resolve, item));
      atOnce -= 1;
      return item * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });

  it('ends with the first failure', async () => {
    const failing = inParallel([1, 2], 1, async (item) => Promise.reject(new Error(`item ${item}`)));
    await expect(failing).rejects.toThrow('item 1');
  });

  it('of nothing gives nothing', async () => {
    expect(await inParallel([], 4, async () => 1)).toEqual([]);
  });
});
