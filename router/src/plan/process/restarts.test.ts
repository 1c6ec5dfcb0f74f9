import { expect, it } from 'vitest';
import { createRestarts } from './restarts.ts';

it('are at once for the first ends of a minute, and ever later for the others', () => {
  let now = 0;
  const restarts = createRestarts(() => now);
  const pauses = Array.from({ length: 11 }, () => restarts.pauseAfterEnd());
  expect(pauses).toEqual([0, 0, 0, 0, 250, 500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  now = 59_999;
  expect(restarts.pauseAfterEnd()).toBe(8_000);
  now = 60_000;
  // Only the last one is within a minute.
  expect(restarts.pauseAfterEnd()).toBe(0);
});
