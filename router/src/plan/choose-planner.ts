import { isWrittenRightByHive } from './hive-literals.ts';
import { failedPlan, isForSubstitute, unsupportedPlan } from './plan-errors.ts';
import type { PlannedOperation, Planner, PlannerName } from './planner.ts';
import type { SupergraphTraits } from './supergraph-traits.ts';

export type PlannerChoice = PlannerName | 'auto';

export interface Planners {
  readonly traits: SupergraphTraits;
  /** Undefined where it is not to be had. */
  readonly hive: Planner | undefined;
  /** Called once, and only when an operation needs it. */
  readonly openApollo: () => Planner;
}

const NO_CONTEXTS =
  "Hive's planner knows no contexts, and this supergraph has fields with @fromContext: ROUTER_PLANNER has to be auto or apollo";

/**
 * `auto` is Hive's planner, and Apollo's for what that one cannot do: on a machine without its binary, for a graph with
 * contexts, and for single operations, such as those with `@defer` (docs/decisions/033-two-planners.md). The others are
 * that planner alone: an operation that it would plan wrongly is refused. Throws when it is not to be had.
 */
export function choosePlanner(choice: PlannerChoice, { traits, hive, openApollo }: Planners): Planner {
  if (choice === 'apollo') return openApollo();
  if (hive !== undefined && !traits.usesContext) return withSubstitute(hive, traits, choice === 'auto' && openApollo);
  if (choice === 'auto') return openApollo();
  throw new Error(traits.usesContext ? NO_CONTEXTS : "Hive's planner has no binary for this machine");
}

function withSubstitute(
  planner: Planner,
  { interfaceObjects }: SupergraphTraits,
  openSubstitute: false | (() => Planner),
): Planner {
  let substitute: Planner | undefined;
  const isForPlanner = ({ text, types, isDeferred }: PlannedOperation) =>
    isDeferred !== true && isWrittenRightByHive(text) && [...types].every((type) => !interfaceObjects.has(type));
  return {
    name: planner.name,
    plan: async (operation, signal) => {
      const isRight = isForPlanner(operation);
      try {
        if (isRight) return await planner.plan(operation, signal);
      } catch (thrown) {
        if (openSubstitute === false || !isForSubstitute(thrown)) throw thrown;
      }
      if (openSubstitute === false) throw noSubstitute(operation);
      substitute ??= openSubstitute();
      return substitute.plan(operation, signal);
    },
  };
}

/** What is deferred can be answered as a whole, and so there may be a plan after all. */
function noSubstitute({ isDeferred }: PlannedOperation) {
  if (isDeferred === true) return failedPlan(new Error('this planner defers nothing'));
  return unsupportedPlan('what only another planner plans rightly');
}
