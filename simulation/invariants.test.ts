import { expect, it } from 'vitest';
import { runInProcesses } from './processes.ts';
import { toStory } from './run.ts';

it(
  'all invariants hold at the end of 10,000 schedules',
  async () => {
    const { failed, schedules } = await runInProcesses({ from: 0, count: 10_000, orders: 3 });
    expect(failed === undefined ? '' : toStory(failed)).toBe('');
    expect(schedules).toBe(10_000);
  },
  // Against what hangs, on a machine that does other things, too.
  1_800_000,
);
