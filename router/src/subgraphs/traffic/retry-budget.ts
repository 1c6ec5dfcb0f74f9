/** Whether what failed may be sent once more. */
export interface RetryBudget {
  /** A call was made. */
  note(): void;
  /** Takes one of the repetitions that are left; false where none is. */
  take(): boolean;
}

export interface RetryBudgetOptions {
  /** Of a hundred calls, so many may be repeated. */
  readonly percent: number;
  /** And as many in each second, however few calls there are. */
  readonly perSecond: number;
  /** In milliseconds. */
  readonly now: () => number;
}

const WINDOW_SECONDS = 10;

/**
 * Repetitions are a share of the calls of the last ten seconds. Where all calls fail they would otherwise double what a
 * subgraph is asked, just when it can bear that least.
 */
export function createRetryBudget({ percent, perSecond, now }: RetryBudgetOptions): RetryBudget {
  const floor = perSecond * WINDOW_SECONDS;
  const calls = new Float64Array(WINDOW_SECONDS);
  const repeated = new Float64Array(WINDOW_SECONDS);
  let latest = Math.floor(now() / 1_000);
  /** The place of this second, emptied of what was ten seconds ago. */
  const place = (): number => {
    const second = Math.floor(now() / 1_000);
    const passed = Math.min(second - latest, WINDOW_SECONDS);
    for (let ago = 0; ago < passed; ago += 1) {
      calls[(second - ago) % WINDOW_SECONDS] = 0;
      repeated[(second - ago) % WINDOW_SECONDS] = 0;
    }
    latest = second;
    return second % WINDOW_SECONDS;
  };
  return {
    note: () => {
      const at = place();
      calls[at] = (calls[at] ?? 0) + 1;
    },
    take: () => {
      const at = place();
      if (sum(repeated) + 1 > floor + (sum(calls) * percent) / 100) return false;
      repeated[at] = (repeated[at] ?? 0) + 1;
      return true;
    },
  };
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((total, each) => total + each, 0);
}
