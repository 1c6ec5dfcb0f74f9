import { toError } from '@galleria/kit/errors';
import { OPERATIONS_OF_A_WORLD, readArguments, USAGE, type DifferentialArguments } from './arguments.ts';
import { runContest } from './contest.ts';
import { ownContestants, stockContestant } from './engines/contestants.ts';
import { createOwnPlanners } from './engines/own-planners.ts';
import { toReport } from './report.ts';
import { worldOfSeed } from './supergraphs/world-of-seed.ts';

/** Asks as many operations as wanted; the exit code is 1 where an answer differs, 2 where the arguments are wrong. */
async function main(): Promise<number> {
  let asked: DifferentialArguments;
  try {
    asked = readArguments(process.argv.slice(2));
  } catch (thrown) {
    console.error(`${toError(thrown).message}\n\n${USAGE}`);
    return 2;
  }
  let differences = 0;
  for (let seed = asked.seed, left = asked.operations; left > 0; seed += 1, left -= OPERATIONS_OF_A_WORLD) {
    differences += await runSeed(seed, Math.min(left, OPERATIONS_OF_A_WORLD), asked.stock);
  }
  console.log(
    `${asked.operations} operations from seed ${asked.seed} on: ${differences} supergraphs with a difference.`,
  );
  return differences === 0 ? 0 : 1;
}

async function runSeed(seed: number, count: number, asksStock: boolean): Promise<number> {
  const world = worldOfSeed(seed);
  const planners = createOwnPlanners(world.supergraph);
  const own = ownContestants(world, planners);
  const stock = asksStock ? [await stockContestant(world)] : [];
  const finding = await runContest({ world, contestants: [...own, ...stock], seed, count });
  for (const { stop } of stock) await stop();
  planners.stop();
  if (finding === null) return 0;
  console.log(`${toReport(finding, world)}\n\nAgain: npm run differential -- --seed ${seed} --operations ${count}\n`);
  return 1;
}

process.exitCode = await main();
