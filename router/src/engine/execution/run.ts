import type { SubgraphOperation } from '../../plan/plan.ts';
import type { ClientPath } from './client-paths.ts';
import type { ErrorLog, PathKey } from './error-log.ts';
import { own, type JsonObject } from './json.ts';
import { clientVariable } from '../operation/variable-names.ts';
import {
  failedCall,
  readReply,
  type FetchOptions,
  subgraphError,
  type SubgraphError,
  type SubgraphReply,
  type SubgraphRequest,
} from './subgraph-call.ts';

/** One execution of a plan. */
export interface Run {
  /** What has come so far, under the keys of the plan. */
  readonly data: JsonObject;
  /** Objects and lists in it that stand in several places, because the objects around them are the same entity. */
  readonly shared: Set<unknown>;
  /** Whether they may: not where it matters for what is asked about an object what is around it. */
  readonly sharesEntities: boolean;
  readonly errors: ErrorLog;
  /** The client's, coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly clientPath: ClientPath;
  readonly signal: AbortSignal | undefined;
  /** On the clock of `performance.now`. */
  readonly startedAt: number;
  /** Tells what waits for a fetch that it is done; only where something is deferred. */
  readonly arrived?: (fetch: string) => void;
  readonly fetch: (service: string, request: SubgraphRequest, options: CallOptions) => Promise<unknown>;
}

type CallOptions = Omit<FetchOptions<unknown>, 'context' | 'isForQuery'>;

/** A part of a plan, ready to run. What fails in it is in the run's errors; it rejects for a defect of ours only. */
export type Step = (run: Run) => Promise<void>;

/**
 * Sends an operation. When nothing comes of it, the error stands at the place that all have in common and the reply is
 * undefined: the rest of the plan goes on without.
 */
export async function callSubgraph(
  run: Run,
  operation: SubgraphOperation,
  given: Readonly<Record<string, unknown>>,
  /** Where those entities stand that the call is about, for errors and traces. */
  places: () => readonly (readonly PathKey[])[],
  entities?: FetchOptions<unknown>['entities'],
): Promise<SubgraphReply | undefined> {
  const { service, kind } = operation;
  const { signal, startedAt } = run;
  const request = requestOf(operation, run.variables, given);
  const place = () => clientPlace(run, places()[0] ?? []).map((key) => (typeof key === 'number' ? '@' : key));
  try {
    return readReply(await run.fetch(service, request, { signal, startedAt, kind, place, entities }));
  } catch (thrown) {
    run.errors.add(failedCall(service, thrown, clientPlace(run, commonPlace(places()))));
    return undefined;
  }
}

/** What a service is sent for a request with these variables. */
export function requestOf(
  operation: SubgraphOperation,
  variables: Run['variables'],
  given: Readonly<Record<string, unknown>> = {},
): SubgraphRequest {
  const { text, name } = operation;
  return { query: text, variables: { ...pickVariables(variables, operation), ...given }, operationName: name };
}

/** Where the client sees something that stands in the data. */
export function clientPlace({ clientPath, data }: Run, path: readonly PathKey[]): readonly PathKey[] {
  return clientPath(path, data) ?? [];
}

/** Adds the error of a subgraph about what is, or should be, at a path in the data. */
export function addSubgraphError(run: Run, service: string, error: SubgraphError, path: readonly PathKey[]): void {
  const place = run.clientPath(path, run.data);
  if (place !== undefined) run.errors.add(subgraphError(service, error, place));
}

/** As far as it is the same for all, and no further than the first list. */
export function commonPlace([first = [], ...others]: readonly (readonly PathKey[])[]): readonly PathKey[] {
  const end = first.findIndex((key, depth) => typeof key === 'number' || others.some((place) => place[depth] !== key));
  return end === -1 ? first : first.slice(0, end);
}

/** Those that the client left out stay away, so that the service's own defaults hold. */
function pickVariables(variables: Run['variables'], { variables: used }: SubgraphOperation): Record<string, unknown> {
  return Object.fromEntries(
    used.flatMap((name) => {
      const value = own(variables, clientVariable(name));
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
