import { Client } from 'pg';
import { ServiceError } from '../errors.ts';
import { connectionConfig } from './postgres-url.ts';

const ROUNDS = 3;

/**
 * Throws DATABASE_WITHOUT_SESSIONS where a pooler stands before PostgreSQL that hands each transaction to another
 * session (PgBouncer's `pool_mode = transaction`). Prepared statements, the lock by which one relay leads and one
 * migration runs, and notifications belong to a session: behind such a pooler they fail now and then, or a lock stays
 * with a session that nobody holds any more.
 */
export async function requireSessions(client: Client, url: string): Promise<void> {
  const session = await sessionOf(client);
  // A pooler gives its clients keys of its own: this is PostgreSQL itself.
  if ('processID' in client && client.processID === session) return;
  const other = new Client({ ...connectionConfig(url), connectionTimeoutMillis: 5_000 });
  other.on('error', () => undefined);
  try {
    await other.connect();
    for (let round = 0; round < ROUNDS; round += 1) {
      // An open transaction keeps the session that was free last: ours, where sessions are not kept.
      await other.query('begin').catch(refuse);
      if ((await sessionOf(other)) === session || (await sessionOf(client)) !== session) refuse();
      await other.query('rollback');
    }
  } finally {
    await other.end();
  }
}

function refuse(): never {
  throw new ServiceError('DATABASE_WITHOUT_SESSIONS', {
    kind: 'unavailable',
    message:
      'before PostgreSQL stands a pooler that keeps no sessions (PgBouncer in transaction mode), which prepared statements and locks need; ' +
      'name PostgreSQL itself in POSTGRES_URL, or set pool_mode = session',
  });
}

async function sessionOf(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid;
}
