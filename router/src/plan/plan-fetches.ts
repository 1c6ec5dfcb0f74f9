import type { EntityFetchNode, PlanNode, RootFetchNode } from './plan.ts';

export type Fetch = RootFetchNode | EntityFetchNode;

/** All fetches of a plan, in the order in which it tells them: of a deferred part, too. */
export function fetchesIn(node: PlanNode | undefined): Fetch[] {
  switch (node?.kind) {
    case 'sequence':
    case 'parallel':
      return node.nodes.flatMap(fetchesIn);
    case 'root-fetch':
    case 'entity-fetch':
      return [node];
    case 'subscription':
      return [node.fetch, ...fetchesIn(node.rest)];
    case 'defer':
      return [node.primary, ...node.deferred.map((part) => part.node)].flatMap(fetchesIn);
    case undefined:
      return [];
  }
}

/** Whether something in a plan is asked about entities that depends on what is around them. */
export function usesContexts(node: PlanNode | undefined): boolean {
  return fetchesIn(node).some((fetch) => fetch.kind === 'entity-fetch' && fetch.contexts !== undefined);
}
