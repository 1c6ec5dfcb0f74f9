import { expect, it } from 'vitest';
import { retryDelayMs } from './retry.ts';

it('waits longer after each failure, up to half a minute', () => {
  expect([1, 2, 3, 4, 8, 9, 50].map(retryDelayMs)).toEqual([200, 400, 800, 1_600, 25_600, 30_000, 30_000]);
});
