import type { QueryPlanner } from '@graphql-hive/router-query-planner';
import { readHivePlan } from './hive-plan.ts';
import { failedPlan, latePlan } from './plan-errors.ts';
import type { Planner } from './planner.ts';

/** Absent where the package has no binary for the machine, such as Alpine Linux and Windows. */
const native = await import('@graphql-hive/router-query-planner').catch(() => undefined);

/**
 * Hive Router's planner, native code off the main thread (MIT). Undefined on machines that it has no binary for. Throws
 * for a supergraph that it cannot read.
 */
export function createHivePlanner(supergraphSdl: string): Planner | undefined {
  return native === undefined ? undefined : plannerOver(new native.QueryPlanner(supergraphSdl));
}

function plannerOver(hive: QueryPlanner): Planner {
  return {
    name: 'hive',
    plan: async ({ text, overrides: { conditions, percentage } }, signal) => {
      const labels = new Set([...conditions].flatMap(([label, holds]) => (holds ? [label] : [])));
      const planned = hive.planAsync(text, undefined, labels, percentage, signal).catch((thrown: unknown) => {
        throw signal.aborted ? latePlan() : failedPlan(thrown);
      });
      return readHivePlan(await planned);
    },
  };
}
