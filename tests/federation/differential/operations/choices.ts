import type { Random } from 'fast-check';

/** Choices of a seeded generator, in words. */
export interface Choices {
  /** From 0 to `below` − 1. */
  readonly below: (below: number) => number;
  /** True in `percent` of a hundred. */
  readonly chance: (percent: number) => boolean;
  /** Throws where there is none. */
  readonly pick: <T>(from: readonly T[]) => T;
}

export function choicesOf(random: Random): Choices {
  const below = (limit: number) => random.nextInt(0, limit - 1);
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick: (from) => {
      const chosen = from[from.length === 0 ? 0 : below(from.length)];
      if (chosen === undefined) throw new Error('nothing to choose from');
      return chosen;
    },
  };
}
