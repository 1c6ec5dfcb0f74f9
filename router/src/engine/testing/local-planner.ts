import { createApolloPlanner } from '../../plan/apollo-planner.ts';
import { choosePlanner, type PlannerChoice } from '../../plan/choose-planner.ts';
import { createHivePlanner } from '../../plan/hive-planner.ts';
import type { Planner } from '../../plan/planner.ts';
import { readTraits } from '../../plan/supergraph-traits.ts';

/** A planner in this process, which an operation can end. */
export function createLocalPlanner(supergraphSdl: string, choice: PlannerChoice = 'auto'): Planner {
  return choosePlanner(choice, {
    traits: readTraits(supergraphSdl),
    hive: choice === 'apollo' ? undefined : createHivePlanner(supergraphSdl),
    openApollo: () => createApolloPlanner(supergraphSdl),
  });
}
