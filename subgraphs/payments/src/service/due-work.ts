import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { createPeriodicTask } from '@galleria/kit/process/periodic-task';

/** Work that lies in a table until its time comes. */
export interface DueWork {
  start(): void;
  /** There is something new to do: it begins at once, if there is room. */
  wake(): void;
  /** Begins nothing more, ends by its signal what is under way, and waits for that. */
  stop(): Promise<void>;
}

/** Where the work comes from, and how one piece of it is done. */
export interface DueSource<Item> {
  /** Takes at most `limit` due items, so that no other process takes them for a while. */
  claim(limit: number): Promise<readonly Item[]>;
  /**
   * Does one; gives the milliseconds after which it is due again, or null when it is done. The signal ends what takes
   * too long.
   */
  perform(item: Item, signal: AbortSignal): Promise<number | null>;
}

export interface DueWorkOptions<Item> {
  readonly name: string;
  readonly source: DueSource<Item>;
  readonly concurrency: number;
  /** How long one piece may take. */
  readonly timeoutMs: number;
  readonly sweepMs: number;
  readonly logger: Logger;
}

/**
 * Does due work, at most `concurrency` pieces at once. It is taken from the table in batches, so that a busy service
 * claims many with one statement, and whatever waits takes up a row and no memory. `wake` is the fast path; looking
 * every `sweepMs` finds what a wake-up missed and what a process that died has left behind.
 */
export function createDueWork<Item>(options: DueWorkOptions<Item>): DueWork {
  const { name, source, concurrency, timeoutMs, sweepMs, logger } = options;
  const underWay = new Map<AbortController, Promise<void>>();
  let filling = Promise.resolve();
  let isFilling = false;
  let isWanted = false;
  let isStopped = false;

  const wake = (): void => {
    isWanted = true;
    if (isFilling) return;
    isFilling = true;
    filling = fill();
  };
  const alarms = createAlarms(wake);

  const fill = async (): Promise<void> => {
    while (isWanted && !isStopped && underWay.size < concurrency) {
      isWanted = false;
      const room = concurrency - underWay.size;
      try {
        const items = await source.claim(room);
        if (items.length === room) isWanted = true;
        items.forEach(begin);
      } catch (thrown) {
        logger.error({ err: toError(thrown), work: name }, 'could not look for due work');
      }
    }
    // In the same turn as the last look at isWanted, so that no wake-up falls between the two.
    isFilling = false;
  };

  const begin = (item: Item): void => {
    const controller = new AbortController();
    const done = run(item, controller).finally(() => {
      underWay.delete(controller);
      if (isWanted) wake();
    });
    underWay.set(controller, done);
  };

  const run = async (item: Item, controller: AbortController): Promise<void> => {
    try {
      const againInMs = await withinTime(timeoutMs, controller, (signal) => source.perform(item, signal));
      if (againInMs !== null) alarms.set(againInMs);
    } catch (thrown) {
      logger.error({ err: toError(thrown), work: name }, 'due work failed, and is left for a later sweep');
    }
  };

  const sweep = createPeriodicTask({ name, everyMs: sweepMs, work: async () => wake(), logger });
  const stop = async (): Promise<void> => {
    isStopped = true;
    alarms.clear();
    await sweep.stop();
    await filling;
    for (const controller of underWay.keys()) controller.abort();
    await Promise.all(underWay.values());
  };
  const start = (): void => {
    sweep.start();
    wake();
  };
  return { start, wake, stop };
}

async function withinTime<T>(
  timeoutMs: number,
  controller: AbortController,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Calls back after each time that was set, until they are cleared for good. */
function createAlarms(ring: () => void) {
  const timers = new Set<NodeJS.Timeout>();
  let isCleared = false;
  return {
    set: (delayMs: number): void => {
      if (isCleared) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        ring();
      }, delayMs);
      timers.add(timer);
    },
    clear: (): void => {
      isCleared = true;
      timers.forEach((timer) => clearTimeout(timer));
    },
  };
}
