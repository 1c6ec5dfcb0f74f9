import { OperationTypeNode, parse } from 'graphql';
import { createEngine, type Engine } from '../engine/engine.ts';
import type { Planner } from '../plan/planner.ts';
import { refuseChangeByGet } from '../policy/change-by-get.ts';
import { baseCost, estimateCost } from '../policy/demand/cost-estimate.ts';
import { requireAffordable } from '../policy/demand/cost-limit.ts';
import { readCostRules } from '../policy/demand/cost-rules.ts';
import { operationLimitsRule, type OperationLimits } from '../policy/operation-limits.ts';
import type { DecidePolicies } from '../policy/policies/policy-decisions.ts';
import type { RequestContext } from '../request-context.ts';
import type { SubgraphFetch } from '../subgraphs/subgraph-fetch.ts';
import type { SubgraphStreams } from '../subgraphs/subgraph-streams.ts';
import type { OperationUsage } from '../usage/operation-usage.ts';
import type { PlanningOptions } from './graph-planner.ts';

export interface OpenEngineOptions {
  readonly fetch: SubgraphFetch;
  readonly subscribe: SubgraphStreams['subscribe'];
  readonly planning: PlanningOptions;
  readonly limits: OperationLimits;
  readonly maxTokens: number;
  /** What the answer to one operation could cost at most, in objects. */
  readonly maxObjects: number;
  readonly queryPlanCacheMib: number;
  /** Counts who asks for what; absent: nobody does. */
  readonly usage: OperationUsage | undefined;
  /** About what of the graph a policy decides. */
  readonly decidePolicies: DecidePolicies;
}

export interface ServedContext extends RequestContext {
  /** Takes the place that a subscription needs; throws when there is none. */
  readonly takePlace: () => void;
}

const MIB = 1_048_576;
const NO_POLICIES: ReadonlySet<string> = new Set();

/** The engine of one supergraph, with what this router asks of each operation. */
export function openEngine(sdl: string, planner: Planner, options: OpenEngineOptions): Engine<ServedContext> {
  const rules = readCostRules(parse(sdl, { noLocation: true }));
  const { fetch, maxObjects, maxTokens, usage, decidePolicies } = options;
  return createEngine<ServedContext>({
    supergraph: sdl,
    planner,
    planTimeoutMs: options.planning.timeoutMs,
    maxTokens,
    limits: [operationLimitsRule(options.limits)],
    cacheBytes: options.queryPlanCacheMib * MIB,
    admit: (admitted, { outcome, onlyQueries, takePlace, clientName }) => {
      outcome.operation = admitted.operation.name?.value ?? 'anonymous';
      outcome.hash = admitted.hash;
      refuseChangeByGet(admitted.operation, onlyQueries);
      const estimated = estimateCost(admitted, rules);
      outcome.cost = { estimated };
      requireAffordable(maxObjects, estimated, admitted.operation);
      const base = baseCost(admitted.operation);
      if (base > 0) outcome.cost = { estimated, actual: base };
      if (admitted.operation.operation === OperationTypeNode.SUBSCRIPTION) takePlace();
      usage?.count(admitted, clientName);
    },
    weightOf: rules.weightOf,
    authorize: async (policies, { viewer, scopes, clientAddress, caching, signal }) => {
      // They may decide by what they like.
      if (policies.length > 0) caching?.restrictToClient();
      return {
        isAuthenticated: viewer !== null,
        scopes,
        policies:
          policies.length === 0
            ? NO_POLICIES
            : await decidePolicies({ policies, viewer, scopes: [...scopes], clientAddress }, signal),
      };
    },
    fetch: (service, request, { context, kind, isForQuery, signal, startedAt, place, entities }) =>
      fetch(service, request, {
        context,
        isMutation: kind === 'mutation',
        mayShare: isForQuery,
        signal,
        startedAt,
        place,
        entities,
      }),
    subscribe: options.subscribe,
  });
}
