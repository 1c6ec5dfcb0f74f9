import { toError } from '@galleria/kit/errors';
import { readArguments, USAGE, type SimulationArguments } from './arguments.ts';
import { runInProcesses } from './processes.ts';
import { runSchedules, toStory } from './run.ts';

/** Fewer are done before processes have begun. */
const WORTH_PROCESSES = 100;

/** Runs schedules as asked for; the exit code is 1 where an invariant did not hold, 2 where the arguments are wrong. */
async function main(): Promise<number> {
  let asked: SimulationArguments;
  try {
    asked = readArguments(process.argv.slice(2));
  } catch (thrown) {
    console.error(`${toError(thrown).message}\n\n${USAGE}`);
    return 2;
  }
  const { schedules: count, seed: from, orders } = asked;
  const begun = performance.now();
  const share = { from, count, orders };
  const { schedules, steps, failed } = await (count < WORTH_PROCESSES ? runSchedules(share) : runInProcesses(share));
  const seconds = (performance.now() - begun) / 1_000;
  if (failed !== undefined) {
    console.log(toStory(failed));
    console.log(`\nAgain: npm run simulate -- --seed ${failed.seed} --orders ${orders}`);
    return 1;
  }
  const rate = Math.round(schedules / seconds);
  console.log(
    `${schedules} schedules of ${orders} orders, ${steps} steps, ${seconds.toFixed(1)} s (${rate}/s): all invariants hold.`,
  );
  return 0;
}

process.exitCode = await main();
