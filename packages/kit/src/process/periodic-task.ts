import { toError } from '../errors.ts';
import { newId } from '../identifiers.ts';
import { runInContext } from '../execution-context.ts';
import type { Logger } from '../logger.ts';
import type { ReadinessCheck } from './readiness.ts';

const LONG_RUN_MS = 60_000;

export interface PeriodicTask {
  start(): void;
  /** Fails when a run hangs: it has been under way for a minute, and ten times as long as there is between two. */
  readonly readiness: ReadinessCheck;
  /** Waits for a run that is under way. */
  stop(): Promise<void>;
}

/**
 * Runs `work` every `everyMs` milliseconds, counted from the end of one run to the start of the next, so runs never
 * overlap; the first time after `firstAfterMs`. A failed run is logged, and the next one comes as usual: the work must
 * find what is still to do by itself.
 */
export function createPeriodicTask(options: {
  readonly name: string;
  readonly everyMs: number;
  /** As `everyMs` unless told. */
  readonly firstAfterMs?: number;
  readonly work: () => Promise<void>;
  readonly logger: Logger;
}): PeriodicTask {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let stopped = true;
  let runningSince: number | undefined;

  const run = async (): Promise<void> => {
    runningSince = performance.now();
    try {
      await runInContext({ correlationId: newId() }, options.work);
    } catch (thrown) {
      options.logger.error({ err: toError(thrown), task: options.name }, 'a periodic task failed');
    }
    runningSince = undefined;
    schedule(options.everyMs);
  };
  const schedule = (afterMs: number): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      underWay = run();
    }, afterMs);
  };

  return {
    start: () => {
      stopped = false;
      schedule(options.firstAfterMs ?? options.everyMs);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
    readiness: {
      name: options.name,
      check: () => {
        const ms = runningSince === undefined ? 0 : performance.now() - runningSince;
        if (ms > Math.max(LONG_RUN_MS, 10 * options.everyMs))
          throw new Error(`under way for ${Math.round(ms / 1_000)} s`);
      },
    },
  };
}
