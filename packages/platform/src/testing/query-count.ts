import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient } from 'pg';

type Connected = (error: Error | undefined, client: PoolClient | undefined, done: PoolClient['release']) => void;

/** Counts the statements that `work` sends over a pool, Prisma's and our own alike, and none of what runs beside it. */
export async function countQueries(pool: Pool, work: () => Promise<unknown>): Promise<number> {
  const own = new AsyncLocalStorage<true>();
  return counting(
    pool,
    () => own.getStore() === true,
    () => own.run(true, work),
  );
}

/** Counts the statements that anybody sends while `work` runs: those of background tasks are what is asked for. */
export async function countAllQueries(pool: Pool, work: () => Promise<unknown>): Promise<number> {
  return counting(pool, () => true, work);
}

async function counting(pool: Pool, isCounted: () => boolean, work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the pool below
  const original = pool.connect as (this: Pool, callback: Connected) => void;
  const connect = (callback?: Connected): unknown => {
    if (callback === undefined) {
      return new Promise<PoolClient>((resolve, reject) =>
        connect((error, client) => (client === undefined ? reject(error ?? new Error('no client')) : resolve(client))),
      );
    }
    // Whose connection it is, is known now: its statements may be sent from anywhere.
    const counted = isCounted();
    return original.call(pool, (error, client, done) => {
      if (counted && client !== undefined) watch(client, () => (count += 1));
      callback(error, client, client?.release.bind(client) ?? done);
    });
  };
  pool.connect = connect as typeof pool.connect;
  try {
    await work();
  } finally {
    pool.connect = original as typeof pool.connect;
  }
  return count;
}

/** Until the connection is given back. */
function watch(client: PoolClient, onQuery: () => void): void {
  const query = client.query.bind(client);
  const release = client.release.bind(client);
  client.query = ((...args: Parameters<typeof query>) => {
    onQuery();
    return query(...args);
  }) as typeof client.query;
  client.release = (reason) => {
    client.query = query;
    release(reason);
  };
}
