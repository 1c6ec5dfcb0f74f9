import { asyncProperty, check } from 'fast-check';
import { compare, type Difference } from './compare.ts';
import type { Answer, Engine, Operation } from './engines/engine.ts';
import { startOneProcess } from './engines/one-process.ts';
import { operations } from './operations/operation-arbitrary.ts';
import type { World } from './world/world.ts';

/** An engine in a contest, and what is asked of it. */
export interface Contestant {
  readonly engine: Engine;
  /** Of how many operations it answers one; 1 for all. */
  readonly every: number;
  /** Whether it is known why it differs. */
  readonly isExcused?: (operation: Operation, judge: Answer, answer: Answer) => boolean;
}

/** An operation that an engine answers in another way than one process does. */
export interface Finding {
  readonly engine: string;
  readonly operation: Operation;
  readonly difference: Difference | 'thrown';
  readonly judge: Answer;
  readonly answer: Answer;
}

export interface ContestOptions {
  readonly world: World;
  readonly contestants: readonly Contestant[];
  readonly seed: number;
  /** How many random operations. */
  readonly count: number;
  /** Operations to begin with. */
  readonly first?: readonly Operation[];
}

/**
 * Asks the contestants of one world random operations until one of them gives another answer than the judge, and gives
 * the smallest operation found for which that one does; null when none does.
 */
export async function runContest({
  world,
  contestants,
  seed,
  count,
  first = [],
}: ContestOptions): Promise<Finding | null> {
  const judge = startOneProcess(world);
  let asked = 0;
  // What is shrunk is one engine's difference: the others are not asked any more.
  let suspect: Contestant | null = null;
  const property = asyncProperty(operations(world.apiSchema), async (operation) => {
    const truth = await judge.run(operation);
    asked += 1;
    for (const contestant of suspect === null ? contestants : [suspect]) {
      if (suspect === null && asked % contestant.every !== 0) continue;
      if ((await examine(contestant, operation, truth)) === null) continue;
      suspect = contestant;
      return false;
    }
    return true;
  });
  const { counterexample } = await check(property, {
    seed,
    numRuns: count + first.length,
    examples: first.map((operation): [Operation] => [operation]),
  });
  if (counterexample === null || suspect === null) return null;
  const [operation] = counterexample;
  return examine(suspect, operation, await judge.run(operation));
}

/** How one engine's answer differs; null where it does not, or is excused. */
export async function examine(contestant: Contestant, operation: Operation, judge: Answer): Promise<Finding | null> {
  const { engine, isExcused = () => false } = contestant;
  const { answer, thrown } = await answerOf(engine, operation);
  const difference = thrown ? 'thrown' : compare(judge, answer);
  if (difference === null || isExcused(operation, judge, answer)) return null;
  return { engine: engine.name, operation, difference, judge, answer };
}

async function answerOf(engine: Engine, operation: Operation): Promise<{ answer: Answer; thrown: boolean }> {
  try {
    return { answer: await engine.run(operation), thrown: false };
  } catch (error) {
    return { answer: { data: null, errorPaths: [[]], messages: [`thrown: ${String(error)}`] }, thrown: true };
  }
}
