import { createApolloPlanner } from '../../../../router/src/plan/apollo-planner.ts';
import { choosePlanner } from '../../../../router/src/plan/choose-planner.ts';
import type { Planner } from '../../../../router/src/plan/planner.ts';
import { PlannerPool } from '../../../../router/src/plan/process/planner-pool.ts';
import { readTraits } from '../../../../router/src/plan/supergraph-traits.ts';

/** The planners of one supergraph as the router has them, of which one is in a process of its own. */
export interface OwnPlanners {
  /** Hive's, and Apollo's for what that one cannot do. */
  readonly auto: Planner;
  readonly apollo: Planner;
  stop(): void;
}

/**
 * Some of the operations end Hive's planner. Apollo's stays in this process, where it is made once for both: it takes
 * seconds to load.
 */
export function createOwnPlanners(supergraphSdl: string): OwnPlanners {
  const apollo = createApolloPlanner(supergraphSdl);
  const hive = new PlannerPool({
    planner: 'hive',
    supergraphSdl,
    memoryMib: 256,
    timeoutMs: 60_000,
    report: () => undefined,
    // With a pause, which planner is asked would depend on the time.
    restarts: { pauseAfterEnd: () => 0 },
  });
  const auto = choosePlanner('auto', { traits: readTraits(supergraphSdl), hive, openApollo: () => apollo });
  return { auto, apollo, stop: () => hive.stop() };
}
