import type { DeferrableStep, DeferredStep } from './compile-deferred.ts';
import { createErrorLog, type ErrorLog } from './error-log.ts';
import type { Run } from './run.ts';

/** What is deferred in one execution, under way. */
export interface DeferredRuns {
  /** What comes first; settles when all of it is there. */
  readonly primary: Promise<void>;
  /** What brings one deferred fragment; undefined when whatever is around it brings it as well. */
  readonly of: (deferral: string) => DeferredRun | undefined;
}

export interface DeferredRun {
  readonly done: Promise<void>;
  /** Of its fetches. */
  readonly errors: ErrorLog;
}

/**
 * Runs a plan. What is deferred begins as soon as the fetches that it depends on are done, and writes into the same
 * data: what comes first reads none of it. `signal` ends what is deferred, that of a mutation, too, which asks only.
 */
export function startDeferrable(
  { step, ids, deferred }: DeferrableStep,
  given: Run,
  signal: AbortSignal | undefined,
): DeferredRuns {
  const arrivals = createArrivals();
  const runs = new Map<string, DeferredRun>();
  const run: Run = { ...given, arrived: arrivals.arrive };
  const primary = finish(step(run), ids);
  for (const part of deferred) start(part, { ...run, signal }, primary);
  return { primary, of: (deferral) => runs.get(deferral) };

  function start(part: DeferredStep, around: Run, before: Promise<void>): void {
    const errors = createErrorLog(around.errors);
    const own = { ...around, errors };
    const done = finish(bring(part, own, before), part.ids);
    runs.set(part.deferral, { done, errors });
    for (const below of part.deferred) start(below, own, done);
  }

  async function bring(part: DeferredStep, own: Run, before: Promise<void>): Promise<void> {
    await (part.depends.length === 0 ? before : arrivals.all(part.depends));
    if (own.signal?.aborted !== true) await part.step(own);
  }

  /** A fetch that was never sent keeps nobody waiting. */
  function finish(work: Promise<void>, of: readonly string[]): Promise<void> {
    const finished = work.finally(() => of.forEach(arrivals.arrive));
    // A defect is told to whoever waits for it, if anybody does.
    finished.catch(() => undefined);
    return finished;
  }
}

function createArrivals() {
  const known = new Map<string, Arrival>();
  const arrivalOf = (id: string) => {
    const arrival = known.get(id) ?? createArrival();
    known.set(id, arrival);
    return arrival;
  };
  return {
    arrive: (id: string) => arrivalOf(id).arrive(),
    all: (ids: readonly string[]) => Promise.all(ids.map((id) => arrivalOf(id).arrived)),
  };
}

interface Arrival {
  readonly arrived: Promise<void>;
  readonly arrive: () => void;
}

function createArrival(): Arrival {
  let arrive = () => undefined as void;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  return { arrived, arrive };
}
