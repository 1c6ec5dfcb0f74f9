import { unsupportedPlan } from './plan-errors.ts';
import type {
  EntityBatch,
  EntityFetchNode,
  EntityPath,
  PlanNode,
  Rewrite,
  RootFetchNode,
  SubgraphOperation,
} from './plan.ts';

// What plans of both planners have alike.

/** The field that federation adds to every subgraph with entities (https://specs.apollo.dev/federation). */
const ENTITIES_FIELD = '_entities';

/** What planners call the variable of its argument. */
const REPRESENTATIONS_VARIABLE = 'representations';

/** A sequence; what follows a subscription in one is what completes each of its events. */
export function sequence(nodes: readonly PlanNode[]): PlanNode {
  const [first, ...rest] = nodes;
  if (first?.kind !== 'subscription') return { kind: 'sequence', nodes };
  const siblings = first.rest === undefined ? rest : [first.rest, ...rest];
  return { ...first, rest: siblings.length === 0 ? undefined : { kind: 'sequence', nodes: siblings } };
}

/** A fetch that requires nothing of others. Throws `QUERY_PLAN_UNSUPPORTED` for one that is not at the root. */
export function rootFetch(
  operation: SubgraphOperation,
  outputRewrites: readonly Rewrite[],
  path: EntityPath,
): RootFetchNode {
  if (path.length > 0) throw unsupportedPlan('a fetch below the root that requires nothing');
  return { kind: 'root-fetch', operation, outputRewrites };
}

/** A fetch about the entities of one path. */
export function entityFetch(
  operation: SubgraphOperation,
  path: EntityPath,
  batch: Pick<EntityBatch, 'representation' | 'inputRewrites' | 'outputRewrites'>,
): EntityFetchNode {
  const whole = { ...batch, responseKey: ENTITIES_FIELD, variable: REPRESENTATIONS_VARIABLE, paths: [path] };
  return { kind: 'entity-fetch', operation, batches: [whole] };
}
