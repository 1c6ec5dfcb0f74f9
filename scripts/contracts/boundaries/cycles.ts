import type { Dependency } from './module-graph.ts';

/**
 * For each dependency whose module leads back to who imports it: the modules on a shortest way back, beginning with the
 * imported one and ending with the one that imports.
 */
export function waysBack(dependencies: readonly Dependency[]): ReadonlyMap<Dependency, readonly string[]> {
  const suspects = withoutDeadEnds(dependencies);
  const targets = new Map<string, string[]>();
  for (const { from, to } of suspects) targets.set(from, [...(targets.get(from) ?? []), to]);
  const found = new Map<Dependency, readonly string[]>();
  for (const dependency of suspects) {
    const way = shortestWay(dependency.to, dependency.from, targets);
    if (way !== undefined) found.set(dependency, way);
  }
  return found;
}

/** A module that imports nothing, or that nobody imports, is in no cycle, and so it goes on with what is left. */
function withoutDeadEnds(dependencies: readonly Dependency[]): readonly Dependency[] {
  const from = new Set(dependencies.map((one) => one.from));
  const to = new Set(dependencies.map((one) => one.to));
  const left = dependencies.filter((one) => from.has(one.to) && to.has(one.from));
  return left.length === dependencies.length ? left : withoutDeadEnds(left);
}

function shortestWay(start: string, end: string, targets: ReadonlyMap<string, readonly string[]>) {
  const cameFrom = new Map<string, string | undefined>([[start, undefined]]);
  for (const [module] of cameFrom) {
    if (module === end) return wayTo(end, cameFrom);
    for (const next of targets.get(module) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, module);
  }
  return undefined;
}

function wayTo(end: string, cameFrom: ReadonlyMap<string, string | undefined>): string[] {
  const way: string[] = [];
  for (let module: string | undefined = end; module !== undefined; module = cameFrom.get(module)) way.unshift(module);
  return way;
}
