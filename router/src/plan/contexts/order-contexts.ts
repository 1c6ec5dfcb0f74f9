import { unsupportedPlan } from '../plan-errors.ts';
import type { PlanNode, Plan } from '../plan.ts';
import { fetchesIn, usesContexts, type Fetch } from '../plan-fetches.ts';
import { brings, needsOf, type Need } from './fetched-values.ts';
import { bringForgotten } from './forgotten-contexts.ts';

/**
 * Puts what brings a context before what takes it: Apollo's planner (2.14.4) puts both side by side where they are
 * about the same entities. Throws `QUERY_PLAN_UNSUPPORTED` where it still would not be there in time, because the
 * answer would be wrong without an error.
 */
export function orderContexts({ root }: Plan): Plan {
  if (root === undefined || !usesContexts(root)) return { root };
  return { root: complete(order(root)) };
}

/** Each field that is added brings one that was missing. */
function complete(root: PlanNode): PlanNode {
  const missing = missingIn(root, []);
  if (missing === undefined) return root;
  const completed = bringForgotten(root, missing.need, missing.before);
  if (completed === undefined) throw unsupportedPlan('a context that nobody brings in time');
  return complete(completed);
}

/** Something that a fetch takes, and that none of those before it brings. */
interface Missing {
  readonly need: Need;
  readonly before: readonly Fetch[];
}

function order(node: PlanNode): PlanNode {
  switch (node.kind) {
    case 'sequence':
      return { ...node, nodes: node.nodes.map(order) };
    case 'parallel':
      return inWaves(node.nodes.map(order));
    case 'subscription':
      return { ...node, rest: node.rest && order(node.rest) };
    case 'defer':
      return {
        ...node,
        primary: node.primary && order(node.primary),
        deferred: node.deferred.map((part) => ({ ...part, node: part.node && order(part.node) })),
      };
    default:
      return node;
  }
}

/** Those that nobody else has to go before, then those for which these were needed, and so on. */
function inWaves(nodes: readonly PlanNode[]): PlanNode {
  const waves: PlanNode[][] = [];
  let left = nodes.map((node) => ({ node, fetches: fetchesIn(node), needed: fetchesIn(node).flatMap(needsOf) }));
  while (left.length > 0) {
    const waiting = left.filter((one) =>
      left.some(({ node, fetches }) => node !== one.node && one.needed.some((need) => isBrought(need, fetches))),
    );
    // Where they wait for each other, `missingIn` tells whether what they need has come before.
    const wave = waiting.length === left.length ? left : left.filter((one) => !waiting.includes(one));
    waves.push(wave.map(({ node }) => node));
    left = left.filter((one) => !wave.includes(one));
  }
  const steps = waves.map((wave): PlanNode => ({ kind: 'parallel', nodes: wave }));
  const [only] = steps;
  return only !== undefined && steps.length === 1 ? only : { kind: 'sequence', nodes: steps };
}

function isBrought(need: Need, fetches: readonly Fetch[]): boolean {
  return fetches.some((fetch) => brings(fetch, need));
}

function missingIn(node: PlanNode | undefined, before: readonly Fetch[]): Missing | undefined {
  switch (node?.kind) {
    case 'sequence':
      return firstOf(
        node.nodes.map((child, index) => () => {
          return missingIn(child, [...before, ...node.nodes.slice(0, index).flatMap(fetchesIn)]);
        }),
      );
    case 'parallel':
      return firstOf(node.nodes.map((child) => () => missingIn(child, before)));
    case 'subscription':
      return missingIn(node.rest, [...before, node.fetch]);
    case 'defer': {
      // What has a context waits for all that comes before it.
      const primary = fetchesIn(node.primary);
      const parts = node.deferred.map((part) => () => missingIn(part.node, [...before, ...primary]));
      return firstOf([() => missingIn(node.primary, before), ...parts]);
    }
    case 'entity-fetch': {
      // Where no such object leads to entities, a selection is of types that cannot be there.
      const isOfSome = (need: Need) => isBrought({ ...need, place: need.entities }, before);
      const need = needsOf(node).find((needed) => !isBrought(needed, before) && isOfSome(needed));
      return need && { need, before };
    }
    default:
      return undefined;
  }
}

function firstOf(searches: readonly (() => Missing | undefined)[]): Missing | undefined {
  for (const search of searches) {
    const found = search();
    if (found !== undefined) return found;
  }
  return undefined;
}
