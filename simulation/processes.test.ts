import { describe, expect, it } from 'vitest';
import { runInProcesses, sharesOf } from './processes.ts';
import { runSchedules } from './run.ts';

describe('schedules in several processes', () => {
  it.each([
    { count: 7, processes: 2, shares: ['5+4', '9+3'] },
    { count: 4, processes: 4, shares: ['5+1', '6+1', '7+1', '8+1'] },
    { count: 2, processes: 4, shares: ['5+1', '6+1'] },
  ])('are each in one of them: $count in $processes', ({ count, processes, shares }) => {
    const told = sharesOf({ from: 5, count, orders: 3 }, processes).map((share) => `${share.from}+${share.count}`);
    expect(told).toEqual(shares);
  });

  it('are those of one process', async () => {
    const share = { from: 11, count: 6, orders: 2 };
    expect(await runInProcesses(share, 2)).toEqual(await runSchedules(share));
  });

  it('end with the first that fails, and tell its history', async () => {
    const { failed, schedules } = await runInProcesses(
      { from: 0, count: 100_000, orders: 3, bug: 'relay-marks-early' },
      2,
    );
    expect(failed?.broken.length).toBeGreaterThan(0);
    expect(failed?.history.length).toBeGreaterThan(20);
    expect(schedules).toBeLessThan(2_000);
  });

  it('say where a process ends without a result', async () => {
    // More than an array can hold: it throws before its first schedule.
    const nonsense = { from: 0, count: 1, orders: 2 ** 40 };
    await expect(runInProcesses(nonsense, 1)).rejects.toThrow(/with the seeds from 0 on ended/);
  });
});
