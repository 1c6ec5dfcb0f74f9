import { DatabaseError, Pool, type PoolClient, type QueryResultRow } from 'pg';
import type { Logger } from './logger.ts';
import type { ReadinessCheck } from './readiness.ts';
import { sql, type SqlStatement } from './sql.ts';

/** Something that runs statements: the pool, or one transaction. */
export interface Queryable {
  /** Runs one prepared statement and gives its rows. Throws pg's `DatabaseError`. */
  query<Row extends QueryResultRow>(statement: SqlStatement): Promise<Row[]>;
}

export interface Database extends Queryable {
  /** For libraries that need the pool itself (Prisma's adapter). */
  readonly pool: Pool;
  /**
   * Runs `work` in one READ COMMITTED transaction: commits what it did, or rolls all of it back when it throws.
   * A deadlock or serialization failure runs it again (three attempts in all), so it may have no effect outside.
   */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>;
  /** Calls `listener`, which may not throw, after each transaction that has committed. */
  onCommit(listener: () => void): void;
  readonly readiness: ReadinessCheck;
  close(): Promise<void>;
}

const TRANSACTION_ATTEMPTS = 3;
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';

/** One pool for a process. Connects on first use, so a process starts, and says it is not ready, without its database. */
export function createDatabase(options: {
  readonly url: string;
  readonly logger: Logger;
  readonly maxConnections?: number;
}): Database {
  const pool = new Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 5_000,
  });
  // An idle connection that breaks (the server restarted) must not end the process: the pool replaces it.
  pool.on('error', (error) => options.logger.warn({ error: error.message }, 'lost an idle database connection'));

  const commitListeners: (() => void)[] = [];

  return {
    pool,
    query: (statement) => run(pool, statement),
    transaction: async (work) => {
      const result = await transaction(pool, work);
      for (const listener of commitListeners) listener();
      return result;
    },
    onCommit: (listener) => void commitListeners.push(listener),
    readiness: { name: 'database', check: async () => void (await run(pool, sql`select 1`)) },
    close: () => pool.end(),
  };
}

/** Whether the thrown value is PostgreSQL's complaint about a constraint: the one named, or any. */
export function violatesConstraint(thrown: unknown, constraint?: string): boolean {
  if (!(thrown instanceof DatabaseError)) return false;
  const isConstraint = thrown.code?.startsWith('23') ?? false;
  return isConstraint && (constraint === undefined || thrown.constraint === constraint);
}

async function transaction<T>(pool: Pool, work: (transaction: Queryable) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transactionOnce(pool, work);
    } catch (thrown) {
      if (attempt === TRANSACTION_ATTEMPTS || !isTransient(thrown)) throw thrown;
    }
  }
}

async function transactionOnce<T>(pool: Pool, work: (transaction: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection lost between two statements is reported here; the statement that follows fails and rolls back.
  const onError = (error: Error) => (broken = error);
  client.on('error', onError);
  try {
    await client.query('begin');
    const result = await work({ query: (statement) => run(client, statement) });
    await client.query('commit');
    return result;
  } catch (thrown) {
    await client.query('rollback').catch((error: Error) => (broken = error));
    throw thrown;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

async function run<Row extends QueryResultRow>(on: Pool | PoolClient, statement: SqlStatement): Promise<Row[]> {
  const result = await on.query<Row>({
    name: statement.name,
    text: statement.text,
    values: [...statement.values],
  });
  return result.rows;
}

function isTransient(thrown: unknown): boolean {
  return (
    thrown instanceof DatabaseError && (thrown.code === SERIALIZATION_FAILURE || thrown.code === DEADLOCK_DETECTED)
  );
}
