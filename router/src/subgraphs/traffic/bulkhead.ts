/** How many calls a subgraph has at a time, and how many wait for that. */
export interface Bulkhead {
  /**
   * Takes a place: at once where it gives undefined, and otherwise when what it gives resolves. Rejects with what
   * `late` makes after `waitMs`, or when `signal` ends. Throws what `full` makes where too many wait.
   */
  enter(waitMs: number, signal?: AbortSignal): Promise<void> | undefined;
  leave(): void;
}

export interface BulkheadOptions {
  readonly places: number;
  readonly queue: number;
  readonly full: () => Error;
  readonly late: () => Error;
}

/**
 * Keeps one subgraph that is slow from taking what the router has: its memory, and the time of those who would wait in
 * vain. Who waits is let in by turn.
 */
export function createBulkhead({ places, queue, full, late }: BulkheadOptions): Bulkhead {
  let free = places;
  const waiting = new Set<() => void>();
  return {
    enter: (waitMs, signal) => {
      if (free > 0) {
        free -= 1;
        return undefined;
      }
      if (waiting.size >= queue) throw full();
      return new Promise((resolve, reject) => {
        const settle = (): void => {
          waiting.delete(enter);
          clearTimeout(timer);
          signal?.removeEventListener('abort', giveUp);
        };
        const enter = (): void => {
          settle();
          resolve();
        };
        const giveUp = (): void => {
          settle();
          reject(late());
        };
        const timer = setTimeout(giveUp, waitMs);
        signal?.addEventListener('abort', giveUp);
        waiting.add(enter);
        if (signal?.aborted === true) giveUp();
      });
    },
    leave: () => {
      const [next] = waiting;
      // The place goes from one to the other: nobody who comes now is before who waits.
      if (next === undefined) free += 1;
      else next();
    },
  };
}
