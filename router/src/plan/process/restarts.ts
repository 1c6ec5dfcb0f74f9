/** How soon a planner that has ended may be started again. */
export interface Restarts {
  /** One has ended by itself. Gives how many milliseconds to wait. */
  pauseAfterEnd(): number;
}

const WITHIN_MS = 60_000;
/** Ends of the last minute that are nothing special: a start takes a processor for a fifth of a second. */
const FREE = 4;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;

export function createRestarts(now: () => number = () => performance.now()): Restarts {
  let ends: number[] = [];
  return {
    pauseAfterEnd: () => {
      const at = now();
      ends = [...ends.filter((end) => at - end < WITHIN_MS), at];
      const beyond = ends.length - FREE;
      return beyond <= 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (beyond - 1));
    },
  };
}
