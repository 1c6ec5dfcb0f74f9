import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { requireTime, withoutDeadline } from '../deadline.ts';
import { toError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { ReadinessCheck } from '../process/readiness.ts';
import { connectionConfig } from './postgres-url.ts';
import { createRenewingPool, isStalePlan, misfitsSchema } from './renewing-pool.ts';
import { run } from './run.ts';
import { prepare, sql, type SqlStatement } from './sql.ts';

/** Something that runs statements: the pool, or one transaction. */
export interface Queryable {
  /**
   * Runs one prepared statement and gives its rows, of the type that the statement says. Throws pg's `DatabaseError`.
   */
  query<Row>(statement: SqlStatement<Row>): Promise<Row[]>;
  /**
   * Runs a statement whose rows nobody needs. In a transaction it is sent at once and resolves at once: the commit
   * waits for it, and fails with its error, so it costs no round trip. Use `query` where the code goes another way when
   * the statement fails.
   */
  execute(statement: SqlStatement): Promise<void>;
}

export interface Database extends Queryable {
  /** For libraries that need the pool itself (Prisma's adapter). */
  readonly pool: Pool;
  /**
   * Runs `work` in one READ COMMITTED transaction: commits what it did, or rolls all of it back when it throws. That it
   * went on after a statement that failed rolls back, too, and throws that statement's error.
   * A deadlock or serialization failure runs it again (three attempts in all). So does a rest of two seconds between
   * two statements, for which the server ends it, and a plan that a migration made stale, on another connection: it may
   * have no effect outside. When nobody waits for it any more, it is rolled back at the next statement, and throws
   * DEADLINE_EXCEEDED.
   */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>;
  /** Calls `listener`, which may not throw, after each transaction that has committed. */
  onCommit(listener: () => void): void;
  readonly readiness: ReadinessCheck;
  close(): Promise<void>;
}

/**
 * No statement waits for ever, whoever has gone silent. The server's own limits come first, because they say what took
 * too long and undo it; the client's is for a server that does not answer at all, whose connection then goes. And a
 * transaction whose process has vanished gives its locks back.
 */
const DEADLINES: Deadlines = {
  lock_timeout: 5_000,
  statement_timeout: 15_000,
  idle_in_transaction_session_timeout: 2_000,
  query_timeout: 20_000,
};

type Deadlines = Record<
  'lock_timeout' | 'statement_timeout' | 'idle_in_transaction_session_timeout' | 'query_timeout',
  number
>;

const COMMIT = prepare(sql`commit`);
const TRANSACTION_ATTEMPTS = 3;
/** Serialization failure, deadlock, and a rest within the transaction that was too long: nothing of it was done. */
const TRANSIENT: ReadonlySet<string> = new Set(['40001', '40P01', '25P03']);
const TRANSACTION_ABORTED = '25P02';
const READ_ONLY = '25006';

/**
 * One pool for a process. Connects on first use, so a process starts, and says it is not ready, without its database.
 */
export function createDatabase(options: {
  readonly url: string;
  readonly logger: Logger;
  readonly maxConnections?: number;
  /** In ms; tests shorten them. */
  readonly deadlines?: Deadlines;
}): Database {
  const pool = createRenewingPool({
    ...connectionConfig(options.url),
    ...(options.deadlines ?? DEADLINES),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    max: options.maxConnections ?? 10,
    // Statements go out without waiting for the answers before them, as `transaction` needs.
    pipeline: true,
    connectionTimeoutMillis: 5_000,
  });
  // An idle connection that breaks (the server restarted) must not end the process: the pool replaces it.
  pool.on('error', (error) => options.logger.warn({ error: error.message }, 'lost an idle database connection'));

  const commitListeners: (() => void)[] = [];

  return {
    pool,
    query: (statement) => run(pool, statement),
    execute: async (statement) => void (await run(pool, statement)),
    transaction: async (work) => {
      const result = await transaction(pool, work);
      withoutDeadline(() => {
        for (const listener of commitListeners) listener();
      });
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
  let transient = 0;
  let stale = 0;
  for (;;) {
    try {
      return await transactionOnce(pool, work);
    } catch (thrown) {
      // Each stale plan costs one connection, and not more of them can be old than there are.
      const mayRepeat = isStalePlan(thrown)
        ? (stale += 1) <= pool.options.max
        : isTransient(thrown) && (transient += 1) < TRANSACTION_ATTEMPTS;
      if (!mayRepeat) throw thrown;
    }
  }
}

/**
 * BEGIN travels with the first statement, and what `execute` was given with whatever comes next: a round trip is the
 * dearest part of a small transaction (measured on 2 cores: 142 µs of this process's CPU each, 47 µs pipelined).
 */
async function transactionOnce<T>(pool: Pool, work: (transaction: Queryable) => Promise<T>): Promise<T> {
  requireTime();
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection lost between two statements is reported here; the statement that follows fails and rolls back.
  const onError = (error: Error) => (broken ??= error);
  client.on('error', onError);
  const failures: Error[] = [];
  const stopWhenLate = createLateness();
  const query = async <Row>(statement: SqlStatement<Row>): Promise<Row[]> => {
    stopWhenLate();
    try {
      return await run(client, statement);
    } catch (thrown) {
      failures.push(toError(thrown));
      throw thrown;
    }
  };
  const unawaited: Promise<unknown>[] = [];
  const send = (statement: SqlStatement): void => sendAlong(run(client, statement));
  const sendAlong = (sent: Promise<unknown>): void => {
    // Not swallowed: it is awaited with the commit, or looked for when another statement fails because of it.
    sent.catch(() => undefined);
    unawaited.push(sent);
  };
  try {
    send(sql`begin`);
    const execute = async (statement: SqlStatement): Promise<void> => {
      stopWhenLate();
      send(statement);
    };
    const result = await work({ query, execute });
    stopWhenLate();
    sendAlong(commit(client, failures));
    await Promise.all(unawaited);
    return result;
  } catch (thrown) {
    if (gotNoAnswer(thrown)) broken = thrown;
    else await client.query('rollback').catch(onError);
    // What the server said when it ended the connection tells more than that there is none.
    const cause = isTransient(broken) ? broken : thrown;
    const failure = isAborted(cause) ? await firstFailure(unawaited, cause) : cause;
    if (isStalePlan(failure) || misfitsSchema(failure) || isReadOnly(failure)) broken ??= toError(failure);
    throw failure;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/**
 * Throws when nobody waits for the work any more, and each time from then on. What went on all the same must not be
 * committed: the server does not know of the statements that it was not sent.
 */
function createLateness(): () => void {
  let late: Error | undefined;
  return () => {
    try {
      requireTime();
    } catch (thrown) {
      late ??= toError(thrown);
    }
    if (late !== undefined) throw late;
  };
}

/**
 * PostgreSQL answers the commit of a transaction that a statement has aborted with a rollback, and with no error: work
 * that went on after a failure would be told that all of it is there. What failed is thrown instead.
 */
async function commit(client: PoolClient, failures: readonly Error[]): Promise<void> {
  const { command } = await client.query(COMMIT);
  if (command === 'COMMIT') return;
  throw failures.findLast((failure) => !isAborted(failure)) ?? new Error('The transaction was rolled back.');
}

/** A statement after a failed one only says that the transaction is aborted; why, the failed one says. */
async function firstFailure(sent: readonly Promise<unknown>[], otherwise: unknown): Promise<unknown> {
  const outcomes = await Promise.allSettled(sent);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected' && !isAborted(outcome.reason));
  return failed?.status === 'rejected' ? failed.reason : otherwise;
}

function isAborted(thrown: unknown): boolean {
  return thrown instanceof DatabaseError && thrown.code === TRANSACTION_ABORTED;
}

/** pg gave up waiting, and the connection still does: nothing more can be asked on it. */
function gotNoAnswer(thrown: unknown): thrown is Error {
  return thrown instanceof Error && thrown.message === 'Query read timeout';
}

/** The server was demoted while the connection lived: a new one may find the server that takes changes now. */
function isReadOnly(thrown: unknown): boolean {
  return thrown instanceof DatabaseError && thrown.code === READ_ONLY;
}

function isTransient(thrown: unknown): boolean {
  return thrown instanceof DatabaseError && TRANSIENT.has(thrown.code ?? '');
}
