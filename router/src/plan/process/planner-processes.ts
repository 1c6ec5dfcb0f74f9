import { choosePlanner, type PlannerChoice } from '../choose-planner.ts';
import type { Planner, PlannerName } from '../planner.ts';
import { readTraits } from '../supergraph-traits.ts';
import { PlannerPool, type PlannerPoolOptions } from './planner-pool.ts';

export interface PlannerProcessesOptions extends Omit<PlannerPoolOptions, 'planner'> {
  readonly choice: PlannerChoice;
}

/** The planner of one supergraph, in processes of its own. */
export interface PlannerProcesses extends Planner {
  /** The processes that plan. */
  readonly pids: readonly number[];
  /** Its graph is not served any more: ends when the operations that it has are planned. */
  retire(): void;
  /** Ends now. */
  stop(): void;
}

/**
 * Starts the planner that is chosen, and waits until it has read the supergraph. Rejects when it cannot, or is not to
 * be had.
 */
export async function startPlannerProcesses(options: PlannerProcessesOptions): Promise<PlannerProcesses> {
  const { choice } = options;
  const pools: PlannerPool[] = [];
  const create = (planner: PlannerName) => {
    const pool = new PlannerPool({ ...options, planner });
    pools.push(pool);
    return pool;
  };
  const traits = readTraits(options.supergraphSdl);
  const hive = choice === 'apollo' || traits.usesContext ? undefined : create('hive');
  const isThere = hive !== undefined && (await opens(hive, choice));
  const needsBoth = isThere && choice === 'auto' && traits.interfaceObjects.size > 0;
  const apollo = needsBoth ? await openEarly(create('apollo')) : undefined;
  const planner = choosePlanner(choice, {
    traits,
    hive: isThere ? hive : undefined,
    openApollo: () => apollo ?? create('apollo'),
  });
  if (planner instanceof PlannerPool) await planner.open();
  return untilRetired(planner, pools);
}

/** Whether there is a planner of Hive's for this machine and this supergraph. Rejects where there has to be. */
async function opens(hive: PlannerPool, choice: PlannerChoice): Promise<boolean> {
  try {
    await hive.open();
    return true;
  } catch (thrown) {
    if (choice === 'hive') throw thrown;
    return false;
  }
}

/**
 * For a graph of which Hive's planner does not plan all, so that no operation waits until the other one has read it.
 * Should it not be there, that is told when an operation needs it.
 */
async function openEarly(pool: PlannerPool): Promise<PlannerPool | undefined> {
  try {
    await pool.open();
    return pool;
  } catch {
    return undefined;
  }
}

function untilRetired(planner: Planner, pools: readonly PlannerPool[]): PlannerProcesses {
  let underWay = 0;
  let isRetired = false;
  const stop = () => {
    for (const pool of pools) pool.stop();
  };
  const stopWhenDone = () => {
    if (isRetired && underWay === 0) stop();
  };
  return {
    name: planner.name,
    get pids() {
      return pools.flatMap(({ pids }) => pids);
    },
    plan: async (operation, signal) => {
      underWay += 1;
      try {
        return await planner.plan(operation, signal);
      } finally {
        underWay -= 1;
        stopWhenDone();
      }
    },
    retire: () => {
      isRetired = true;
      stopWhenDone();
    },
    stop,
  };
}
