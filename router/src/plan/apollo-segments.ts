import type { PathSegment } from './plan.ts';

const FRAGMENT_PREFIX = '... on ';

/** A step of a path as Apollo's planner writes it. */
export function fieldOrType(segment: string): PathSegment {
  if (!segment.startsWith(FRAGMENT_PREFIX)) return { kind: 'key', key: segment };
  return { kind: 'type', types: [segment.slice(FRAGMENT_PREFIX.length)] };
}
