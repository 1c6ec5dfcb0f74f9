/** Chance that is the same for the same seed, for tests that draw what happens. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number of at least 0, below `end`. */
  below(end: number): number;
  /** True in this share of cases. */
  chance(share: number): boolean;
  pick<T>(among: readonly T[]): T;
  /** So many different ones, in no order; all of them when there are fewer. */
  some<T>(among: readonly T[], count: number): T[];
}

/** mulberry32, by Tommy Ettinger (public domain): small, fast, and good enough to choose who goes next. */
export function createRandom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e_37_79_b1) | 0;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (among) => {
      const picked = among[below(among.length)];
      if (picked === undefined) throw new Error('There is nothing to pick from.');
      return picked;
    },
    some: (among, count) => {
      const left = [...among];
      return Array.from({ length: Math.min(count, left.length) }).flatMap(() => left.splice(below(left.length), 1));
    },
  };
}
