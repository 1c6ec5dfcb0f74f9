import { setTimeout as wait } from 'node:timers/promises';

const DEADLINE_MS = 30_000;
const INTERVAL_MS = 50;

/** Looks again and again until there is something to see. Throws, naming what was waited for, after half a minute. */
export async function eventually<Found>(what: string, look: () => Promise<Found | null>): Promise<Found> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`Waited ${DEADLINE_MS / 1000} s in vain: ${what}.`);
    await wait(INTERVAL_MS);
  }
}

/** Works on all items, on at most `limit` at a time, in their order; gives the results in the same order. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of rest) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
