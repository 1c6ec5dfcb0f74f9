import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';
import { runSchedules, toStory } from './run.ts';
import { runSchedule } from './schedule.ts';

describe('a schedule', () => {
  it('is the same, byte by byte, for the same seed, whatever ran before', async () => {
    const first = await runSchedule({ seed: 7, orders: 3 });
    await runSchedule({ seed: 8, orders: 3 });
    expect(await runSchedule({ seed: 7, orders: 3 })).toEqual(first);
    expect(first.history.length).toBeGreaterThan(20);
  });

  it('is another one for another seed', async () => {
    const [one, other] = [await runSchedule({ seed: 1, orders: 3 }), await runSchedule({ seed: 2, orders: 3 })];
    expect(one.history).not.toEqual(other.history);
  });

  it('leaves the process’s own clock and timers as they were', async () => {
    const own = [Date, setTimeout, clearInterval];
    await runSchedule({ seed: 3, orders: 1 });
    expect([Date, setTimeout, clearInterval]).toEqual(own);
  });

  it('that fails is told as a story that ends with what is wrong', async () => {
    const { failed } = await runSchedules({ from: 0, count: 1_000, orders: 3, bug: 'relay-marks-early' });
    const story = failed === undefined ? '' : toStory(failed);
    expect(story).toMatch(/orders: starts/);
    expect(story.trimEnd().split('\n').at(-1)).toMatch(/^BROKEN: /);
  });
});

describe('the arguments of npm run simulate', () => {
  it('have defaults, and a seed asks for one schedule', () => {
    expect(readArguments([])).toEqual({ schedules: 10_000, seed: 0, orders: 3 });
    expect(readArguments(['--seed', '42'])).toEqual({ schedules: 1, seed: 42, orders: 3 });
  });

  it.each([
    ['--schedules', '0'],
    ['--seed', 'x'],
    ['--orders', '21'],
    ['--sed', '1'],
  ])('that are wrong are refused, and named: %s %s', (...given) =>
    expect(() => readArguments(given)).toThrow(given[0]),
  );
});
