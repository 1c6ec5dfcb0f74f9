import pg from 'pg';

/**
 * What a session may take in a service's database unless it says otherwise itself, so that a client that is wrong or
 * gone holds no lock and no row version for long. Looser than what the services' own connections ask for
 * (`kit/database/database.ts`): theirs come first, and say what took too long.
 */
const DEADLINES: Readonly<Record<string, string>> = {
  lock_timeout: '10s',
  statement_timeout: '30s',
  idle_in_transaction_session_timeout: '30s',
  // PostgreSQL 17 and later: a transaction of many short statements.
  transaction_timeout: '60s',
  // A host that has vanished is noticed after a minute, and not after two hours.
  tcp_keepalives_idle: '30s',
  tcp_keepalives_interval: '10s',
  tcp_keepalives_count: '3',
  // Keep-alives say nothing while an answer is on its way to it. Elsewhere every session would complain in the log.
  tcp_user_timeout: '60s',
};

const ON_LINUX_ONLY = ['tcp_user_timeout'];
const NOT_THE_OWNER = '42501';

/**
 * Gives the database of this connection its deadlines; sessions that begin later have them. What somebody has set for
 * this database before stays, and what the server does not know is left out. Only a database's owner may: for anybody
 * else nothing changes.
 */
export async function limitSessions(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; database: string }>(
    `select name, current_database() as database from pg_settings
     where name = any($1) and (version() ilike '%linux%' or name <> all($2))
       and not exists (
         select from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) as entry
         where d.datname = current_database() and s.setrole = 0 and split_part(entry, '=', 1) = name
       )`,
    [Object.keys(DEADLINES), ON_LINUX_ONLY],
  );
  const statements = rows.map(
    ({ name, database }) => `alter database ${pg.escapeIdentifier(database)} set ${name} = '${DEADLINES[name]}'`,
  );
  try {
    for (const statement of statements) await pool.query(statement);
  } catch (thrown) {
    if (!(thrown instanceof pg.DatabaseError && thrown.code === NOT_THE_OWNER)) throw thrown;
  }
}

/** Takes them from this session: a migration takes the time that it needs. */
export async function takeTime(pool: pg.Pool): Promise<void> {
  const names = Object.keys(DEADLINES).filter((name) => !name.startsWith('tcp_'));
  await pool.query(`select set_config(name, '0', false) from pg_settings where name = any($1)`, [names]);
}
