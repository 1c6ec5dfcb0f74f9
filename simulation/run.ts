import { runSchedule, type ScheduleOptions, type ScheduleResult } from './schedule.ts';

/** What came of many schedules. */
export interface RunResult {
  readonly schedules: number;
  readonly steps: number;
  /** The first schedule at whose end something did not hold. */
  readonly failed: ScheduleResult | undefined;
}

/** Runs schedules of seeds that follow each other, until one fails. */
export async function runSchedules({
  from,
  count,
  ...options
}: { readonly from: number; readonly count: number } & Omit<ScheduleOptions, 'seed'>): Promise<RunResult> {
  let steps = 0;
  for (let done = 0; done < count; done += 1) {
    const result = await runSchedule({ ...options, seed: from + done });
    steps += result.steps;
    // Steps leave no time for anything else; whoever waits for this run hears of its process in between.
    await new Promise((resolve) => setImmediate(resolve));
    if (result.broken.length > 0) return { schedules: done + 1, steps, failed: result };
  }
  return { schedules: count, steps, failed: undefined };
}

/** A schedule as a person reads it: what happened, in order, and what was wrong in the end. */
export function toStory({ seed, broken, history }: ScheduleResult): string {
  const names = new Map<string, string>();
  const name = (id: string): string => {
    const known = names.get(id) ?? `#${names.size + 1}`;
    names.set(id, known);
    return known;
  };
  const told = [`Schedule ${seed}`, ...history, ...broken.map((what) => `BROKEN: ${what}`)].join('\n');
  return told.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, name);
}
