import { unsupportedPlan } from '../../plan/plan-errors.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { compileEntityFetch } from './entity-fetch.ts';
import { compileRootFetch } from './root-fetch.ts';
import type { Step } from './run.ts';
import type { TypeRelations } from '../graph/type-relations.ts';

/** A plan as closures: what can be worked out from the plan alone is, once for all requests. */
export function compilePlan(node: PlanNode, relations: TypeRelations): Step {
  switch (node.kind) {
    case 'sequence':
      return inSequence(node.nodes.map((child) => compilePlan(child, relations)));
    case 'parallel':
      return inParallel(node.nodes.map((child) => compilePlan(child, relations)));
    case 'root-fetch':
      return announced(compileRootFetch(node, relations), node);
    case 'entity-fetch':
      return announced(compileEntityFetch(node, relations), node);
    case 'subscription':
      throw unsupportedPlan('a subscription that is not at the root');
    case 'defer':
      throw unsupportedPlan('something deferred that is not at the root');
  }
}

/** Only what something deferred waits for has an id. */
function announced(step: Step, { id }: { readonly id?: string }): Step {
  if (id === undefined) return step;
  return async (run) => {
    await step(run);
    run.arrived?.(id);
  };
}

/** Nothing begins any more for a client that has gone. */
function inSequence(steps: readonly Step[]): Step {
  return async (run) => {
    for (const step of steps) {
      if (run.signal?.aborted === true) return;
      await step(run);
    }
  };
}

function inParallel(steps: readonly Step[]): Step {
  return async (run) => void (await Promise.all(steps.map((step) => step(run))));
}
