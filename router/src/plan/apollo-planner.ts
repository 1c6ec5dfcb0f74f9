import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import { readApolloPlan } from './apollo-plan.ts';
import { failedPlan } from './plan-errors.ts';
import type { Overrides, Planner } from './planner.ts';

/**
 * The planner of Apollo's gateway, in JavaScript (Elastic License 2.0). Throws for a supergraph that it cannot read, or
 * that uses features which it would have to enforce and does not.
 */
export function createApolloPlanner(supergraphSdl: string): Planner {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const schema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph, { incrementalDelivery: { enableDefer: true } });
  return {
    name: 'apollo',
    // It plans in one go, so that no signal could end it: only its process can be ended.
    plan: async ({ text, overrides }) => readApolloPlan(build(text, overrides)),
  };

  function build(text: string, overrides: Overrides) {
    try {
      const operation = operationFromDocument(schema, parse(text, { noLocation: true }));
      return planner.buildQueryPlan(operation, { overrideConditions: new Map(overrides.conditions) });
    } catch (thrown) {
      throw failedPlan(thrown);
    }
  }
}
