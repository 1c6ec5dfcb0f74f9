import type pg from 'pg';
import { limitSessions, takeTime } from '../session-deadlines.ts';

/** Any number that all migrations agree on and nobody else uses; advisory locks are per database. */
const MIGRATION_LOCK = 4_071_986;

/**
 * Waits until no other process migrates this database, for as long as this session lives, and forgets a migration in
 * whose middle an earlier process was killed: nothing of it is left (see `withItsRecord`), so it is applied again. One
 * that failed has said why (`logs`), and stays failed until somebody has repaired it. Whoever has the turn also gives
 * the database the deadlines of all other sessions.
 */
export async function takeTurn(pool: pg.Pool): Promise<void> {
  await takeTime(pool);
  await endWithItsProcess(pool);
  await pool.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
  await limitSessions(pool);
  const { rows } = await pool.query<{ known: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as known`,
  );
  if (rows[0]?.known !== true) return;
  await pool.query(
    'update _prisma_migrations set rolled_back_at = now() where finished_at is null and rolled_back_at is null and logs is null',
  );
}

/**
 * The script, and in the same transaction the note that it was applied: of a process that is killed there is either
 * both or nothing. Not beside what PostgreSQL runs outside of transactions only.
 */
export function withItsRecord(script: string): string {
  return /\bconcurrently\b/i.test(script) ? script : `${script}\n;${RECORD}`;
}

/** The engine writes the same a moment later. Its own table is made by a script too. */
const RECORD = `
do $record$ begin
  if to_regclass('_prisma_migrations') is not null then
    update _prisma_migrations set finished_at = now() where finished_at is null and rolled_back_at is null;
  end if;
end $record$`;

/**
 * PostgreSQL looks for its client when a statement ends: the script of a process that was killed would go on, with its
 * locks. Now it looks every second. A server on a system that cannot tell refuses the setting, and the script goes on
 * there.
 */
async function endWithItsProcess(pool: pg.Pool): Promise<void> {
  await pool.query(`set client_connection_check_interval = '1s'`).catch(() => undefined);
}
