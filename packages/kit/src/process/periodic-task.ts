import { toError } from '../errors.ts';
import { newId } from '../identifiers.ts';
import { runInContext } from '../execution-context.ts';
import type { Logger } from '../logger.ts';

export interface PeriodicTask {
  start(): void;
  /** Waits for a run that is under way. */
  stop(): Promise<void>;
}

/**
 * Runs `work` every `everyMs` milliseconds, counted from the end of one run to the start of the next, so runs never
 * overlap. A failed run is logged, and the next one comes as usual: the work must find what is still to do by itself.
 */
export function createPeriodicTask(options: {
  readonly name: string;
  readonly everyMs: number;
  readonly work: () => Promise<void>;
  readonly logger: Logger;
}): PeriodicTask {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let stopped = true;

  const run = async (): Promise<void> => {
    try {
      await runInContext({ correlationId: newId() }, options.work);
    } catch (thrown) {
      options.logger.error({ err: toError(thrown), task: options.name }, 'a periodic task failed');
    }
    schedule();
  };
  const schedule = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      underWay = run();
    }, options.everyMs);
  };

  return {
    start: () => {
      stopped = false;
      schedule();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
