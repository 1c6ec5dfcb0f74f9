import type { FetchNode } from '@apollo/query-planner';
import { fieldOrType } from '../apollo-segments.ts';
import { unsupportedPlan } from '../plan-errors.ts';
import type { ContextSource, ContextVariable, EntityPath } from '../plan.ts';

/** One field further up: lists do not count. */
const UP = '..';

/**
 * What a fetch about the entities at a path takes from around them. The planner writes `['..', '... on Shop',
 * 'currency']`, renamed to the variable, once for each type that may have it, and for each place where it may stand.
 */
export function readContexts({ contextRewrites = [] }: FetchNode, path: EntityPath): ContextVariable[] {
  const height = path.filter(({ kind }) => kind === 'key').length;
  const sources = new Map<string, ContextSource[]>();
  for (const { path: way, renameKeyTo } of contextRewrites) {
    const source = readSource(way);
    if (source.levels > height) throw unsupportedPlan('a context from above the root');
    sources.set(renameKeyTo, [...(sources.get(renameKeyTo) ?? []), source]);
  }
  return [...sources].map(([variable, found]) => ({ variable, sources: found }));
}

function readSource(way: readonly string[]): ContextSource {
  const down = way.findIndex((segment) => segment !== UP);
  const path = way.slice(down).map(fieldOrType);
  if (down === -1 || path.at(-1)?.kind !== 'key') throw unsupportedPlan('a context that is not a field');
  return { levels: down, path };
}
