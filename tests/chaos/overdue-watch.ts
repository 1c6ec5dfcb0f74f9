import { setTimeout as wait } from 'node:timers/promises';
import type { Galleria } from '@galleria/platform/supervisor/running-galleria';
import type { Ledgers } from '../galleria/ledgers.ts';

export interface OverdueWatch {
  /** While something is broken, nothing is asked of deadlines. */
  pause(): void;
  resume(): void;
  /** For how long an order was beyond its deadline, at the longest, while every process called itself ready. */
  end(): Promise<number>;
}

const BETWEEN_LOOKS_MS = 200;

/** Looks again and again which orders are beyond their deadline. Time in which something is broken is not counted. */
export function watchOverdueOrders(galleria: Galleria, ledgers: Pick<Ledgers, 'overdueOrders'>): OverdueWatch {
  let isPaused = false;
  let pauses = 0;
  let isOver = false;
  let longest = 0;
  const overdueMs = new Map<string, number>();
  const watching = (async () => {
    for (let since: number | undefined; !isOver; await wait(BETWEEN_LOOKS_MS)) {
      const pausesBefore = pauses;
      const isCalm = !isPaused && (await areReady(galleria));
      // A server that was just killed, or is being started again, does not answer.
      const overdue = isCalm ? await ledgers.overdueOrders().catch(() => undefined) : undefined;
      // Whatever broke while this was asked is no time of calm either.
      if (overdue === undefined || pauses !== pausesBefore) {
        since = undefined;
        continue;
      }
      const now = performance.now();
      for (const id of overdueMs.keys()) if (!overdue.includes(id)) overdueMs.delete(id);
      for (const id of overdue) {
        const ms = (overdueMs.get(id) ?? 0) + (since === undefined ? 0 : now - since);
        overdueMs.set(id, ms);
        longest = Math.max(longest, ms);
      }
      since = now;
    }
  })();
  return {
    pause: () => {
      isPaused = true;
      pauses += 1;
    },
    resume: () => void (isPaused = false),
    end: async () => {
      isOver = true;
      await watching;
      return longest;
    },
  };
}

/** By their own word: /ready of a service that does not move on is 503. */
async function areReady({ processes }: Galleria): Promise<boolean> {
  const services = processes.filter(({ name }) => /^(orders|inventory|payments)(-|$)/.test(name));
  const answers = services.map(async ({ url }) => {
    const response = await fetch(new URL('/ready', url), { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return response.ok;
  });
  return (await Promise.all(answers.map((answer) => answer.catch(() => false)))).every((isReady) => isReady);
}
