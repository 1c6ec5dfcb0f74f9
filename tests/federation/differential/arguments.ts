import { parseArgs } from 'node:util';

/** What `npm run differential` is asked for. */
export interface DifferentialArguments {
  readonly seed: number;
  readonly operations: number;
  /** Whether the stock gateway is asked too. */
  readonly stock: boolean;
}

/** How many operations are asked of one supergraph. */
export const OPERATIONS_OF_A_WORLD = 200;

export const USAGE = `npm run differential -- [--seed N] [--operations M] [--stock]

  --seed N        the seed of the first supergraph (1); the next ones have the next seeds
  --operations M  how many operations in all (5000), ${OPERATIONS_OF_A_WORLD} of each supergraph
  --stock         ask the stock gateway too; where it differs, and has no known fault, that is a difference`;

/** Throws an error that says which argument is wrong. */
export function readArguments(given: readonly string[]): DifferentialArguments {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...given],
    options: { seed: text, operations: text, stock: { type: 'boolean' } },
  });
  const number = (name: 'seed' | 'operations', otherwise: number, most: number): number => {
    const value = values[name];
    if (value === undefined) return otherwise;
    if (!/^\d{1,10}$/.test(value) || Number(value) > most) {
      throw new Error(`--${name} must be a whole number of 0 to ${most}, and is “${value}”.`);
    }
    return Number(value);
  };
  return {
    seed: number('seed', 1, 2 ** 31 - 1),
    operations: number('operations', 5_000, 10_000_000),
    stock: values.stock === true,
  };
}
