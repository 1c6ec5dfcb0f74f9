import { GraphQLError } from 'graphql';

/** A planner wrote something that the engine does not know, and guessing would answer wrongly. */
export function unsupportedPlan(what: string): GraphQLError {
  return new GraphQLError(`The plan of this operation has a part that is not supported: ${what}.`, {
    extensions: { code: 'QUERY_PLAN_UNSUPPORTED' },
  });
}

const FAILED = 'QUERY_PLAN_FAILED';
const BUSY = 'QUERY_PLANNER_BUSY';

/** Whether a planner gave no plan, and another may. */
export function isForSubstitute(thrown: unknown): boolean {
  return thrown instanceof GraphQLError && [FAILED, BUSY].includes(String(thrown.extensions['code']));
}

/** A planner has no plan for a valid operation. Its own words may be about subgraphs, so they are only the cause. */
export function failedPlan(cause: unknown): GraphQLError {
  return new GraphQLError('This operation could not be planned.', {
    ...(cause instanceof Error ? { originalError: cause } : {}),
    extensions: { code: FAILED },
  });
}

/**
 * A planner would ask nobody. It is given nothing that needs no subgraph, so it has found no way to what is selected:
 * an interface without types behind it that the service could know, for one.
 */
export function emptyPlan(): GraphQLError {
  return failedPlan(new Error('the plan has no fetch'));
}

export function latePlan(): GraphQLError {
  return new GraphQLError('Planning this operation took too long.', { extensions: { code: 'QUERY_PLAN_TIMEOUT' } });
}

/** Too many operations wait for a planner, or it is not there for the moment. Nothing of the operation was done. */
export function busyPlanner(): GraphQLError {
  return new GraphQLError('Too much is being planned at the moment. Try again in some seconds.', {
    extensions: { code: BUSY },
  });
}
