import type { Pool, PoolClient } from 'pg';

/** Counts the statements that `work` sends over a pool, Prisma's and our own alike. */
export async function countQueries(pool: Pool, work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const acquired = new WeakSet<PoolClient>();
  const restore: (() => void)[] = [];
  const onAcquire = (client: PoolClient): void => {
    if (acquired.has(client)) return;
    acquired.add(client);
    const original = client.query.bind(client);
    client.query = ((...args: Parameters<typeof original>) => {
      count += 1;
      return original(...args);
    }) as typeof client.query;
    restore.push(() => (client.query = original));
  };
  pool.on('acquire', onAcquire);
  try {
    await work();
  } finally {
    pool.off('acquire', onAcquire);
    restore.forEach((undo) => undo());
  }
  return count;
}
