import { parseArgs } from 'node:util';

/** What `npm run simulate` is asked for. */
export interface SimulationArguments {
  readonly schedules: number;
  /** The seed of the first schedule. */
  readonly seed: number;
  readonly orders: number;
}

export const USAGE = `npm run simulate -- [--schedules N] [--seed S] [--orders K]

  --schedules N  how many schedules to run, each with the next seed (10000; with --seed: 1)
  --seed S       the seed of the first one (0); the same seed gives the same schedule
  --orders K     how many orders each has, 1 to 20 (3)`;

/** Throws an error that says which argument is wrong. */
export function readArguments(given: readonly string[]): SimulationArguments {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...given], options: { schedules: text, seed: text, orders: text } });
  const number = (name: 'schedules' | 'seed' | 'orders', otherwise: number, least: number, most: number): number => {
    const value = values[name];
    if (value === undefined) return otherwise;
    if (!/^\d{1,10}$/.test(value) || Number(value) < least || Number(value) > most) {
      throw new Error(`--${name} must be a whole number of ${least} to ${most}, and is “${value}”.`);
    }
    return Number(value);
  };
  return {
    schedules: number('schedules', values.seed === undefined ? 10_000 : 1, 1, 10_000_000),
    seed: number('seed', 0, 0, 2 ** 31),
    orders: number('orders', 3, 1, 20),
  };
}
