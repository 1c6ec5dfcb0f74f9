import type { Answer, ErrorPath } from './engines/engine.ts';

/** How an answer differs from the judge's; null where it does not. */
export type Difference = 'data' | 'errors';

/**
 * Data must be equal with the order of its keys. Error paths are compared as the places that they made null: how many
 * errors below one null are told the specification leaves open (section 6.4.4), and a subgraph knows only its own part
 * of the way up. Two errors for one place count once. An error without a place, or with one that still has a value,
 * stays as it is.
 */
export function compare(judge: Answer, other: Answer): Difference | null {
  if (JSON.stringify(judge.data) !== JSON.stringify(other.data)) return 'data';
  return places(judge) === places(other) ? null : 'errors';
}

/** The places of all errors, in order, as one text. */
export function places({ data, errorPaths }: Answer): string {
  const found = errorPaths.map((path) => JSON.stringify(toNull(data, path)));
  return [...new Set(found)].sort().join('\n');
}

function toNull(data: unknown, path: ErrorPath): ErrorPath {
  let value = data;
  for (const [depth, step] of path.entries()) {
    if (value === null) return path.slice(0, depth);
    const holder: object = typeof value === 'object' && value !== null ? value : {};
    if (!Object.hasOwn(holder, step)) return path;
    value = (holder as Record<string | number, unknown>)[step];
  }
  return path;
}
