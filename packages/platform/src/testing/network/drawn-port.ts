import { randomInt } from 'node:crypto';

/** Test files that run beside each other, one in each of Vitest's workers; those of more workers share with others. */
const SHARES = 8;

/**
 * Draws from a range of which each of Vitest's workers has a share of its own, and never the same twice: between the
 * look whether a port is free and the moment when its server listens, nobody else may get it.
 */
export function createDraw([lowest, end]: readonly [lowest: number, end: number]): () => number {
  const size = Math.floor((end - lowest) / SHARES);
  const start = lowest + size * shareOf(process.env['VITEST_POOL_ID']);
  const drawn = new Set<number>();
  return () => {
    if (drawn.size === size) drawn.clear();
    for (;;) {
      const number = randomInt(start, start + size);
      if (drawn.has(number)) continue;
      drawn.add(number);
      return number;
    }
  };
}

/** The first is of those who are none of the workers: what starts servers before them, benches, scripts. */
function shareOf(worker: string | undefined): number {
  return worker === undefined ? 0 : 1 + ((Number(worker) - 1) % (SHARES - 1));
}
