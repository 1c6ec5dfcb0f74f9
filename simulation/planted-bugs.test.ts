import { describe, expect, it } from 'vitest';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { runSchedules } from './run.ts';

const ORDERS = 3;
const WITHIN = 1_000;

describe('a bug that is planted in the wiring', () => {
  // Without it the same seeds are clean: invariants.test.ts.
  it.each(PLANTED_BUGS)(
    'is found within 1,000 schedules: %s',
    async (bug) => {
      const { failed, schedules } = await runSchedules({ from: 0, count: WITHIN, orders: ORDERS, bug });
      expect(failed?.broken, `${bug} was not found in ${schedules} schedules`).not.toBeUndefined();
    },
    900_000,
  );
});
