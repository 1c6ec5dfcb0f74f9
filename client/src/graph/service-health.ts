import { createStore, type Store } from './store.ts';

/** The router itself, or the way to it. */
export const GRAPH = 'graph';

export interface ServiceHealth {
  /** Services that failed an operation since they were last known to answer. */
  readonly down: Store<ReadonlySet<string>>;
  /** What became of an operation: the services that failed it; none when it went well. */
  report(operationKey: string, failed: readonly string[]): void;
  /** A service answered what it had failed before. */
  recovered(service: string): void;
  /** Whether the last answer had holes. The cache keeps them as null and would hand them out without their error. */
  hadHoles(operationKey: string): boolean;
}

export function createServiceHealth(): ServiceHealth {
  const down = createStore<ReadonlySet<string>>(new Set());
  const holes = new Set<string>();
  const recovered = (service: string) => down.write(new Set([...down.read()].filter((name) => name !== service)));
  return {
    down,
    recovered,
    report: (key, failed) => {
      if (failed.length === 0) holes.delete(key);
      else holes.add(key);
      const news = failed.filter((service) => !down.read().has(service));
      if (news.length > 0) down.write(new Set([...down.read(), ...news]));
      if (!failed.includes(GRAPH) && down.read().has(GRAPH)) recovered(GRAPH);
    },
    hadHoles: (key) => holes.has(key),
  };
}

/** The same operation with the same variables has the same key. */
export function operationKey(name: string | undefined, variables: unknown): string {
  return `${name ?? ''} ${JSON.stringify(variables ?? {})}`;
}
