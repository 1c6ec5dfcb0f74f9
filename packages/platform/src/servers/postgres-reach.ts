import { connectionConfig } from '@galleria/kit/database/postgres-url';
import { requireSessions } from '@galleria/kit/database/session-check';
import { toError } from '@galleria/kit/errors';
import pg from 'pg';
import { databaseUrl } from '../postgres/databases.ts';

const ANSWER_WITHIN_MS = 3_000;

/** Rejects, with what to do about it, unless the server lets this user in and keeps sessions. */
export async function reachPostgres(url: string): Promise<void> {
  await onServer(url, requireSessions);
}

/** Rejects unless this user may make the databases of the services. */
export async function requireDatabaseCreation(url: string): Promise<void> {
  await onServer(url, async (client) => {
    const { rows } = await client.query<{ allowed: boolean }>(
      'select rolcreatedb or rolsuper as allowed from pg_roles where rolname = current_user',
    );
    if (rows[0]?.allowed !== true) throw new Error('this user may not create databases (ALTER ROLE … CREATEDB)');
  });
}

async function onServer(url: string, work: (client: pg.Client, url: string) => Promise<void>): Promise<void> {
  // The database that every server has; whatever the URL names is replaced by a service's own.
  const adminUrl = databaseUrl(url, 'postgres');
  const client = new pg.Client({ ...connectionConfig(adminUrl), connectionTimeoutMillis: ANSWER_WITHIN_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client, adminUrl);
  } catch (thrown) {
    throw new Error(explain(toError(thrown)), { cause: thrown });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Codes of Node's TLS and of PostgreSQL, and what to set. */
const ADVICE: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [
    /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/,
    'its certificate comes from an authority that is not known here; sslrootcert=/path/to/ca.pem in POSTGRES_URL trusts it, ' +
      'sslmode=require encrypts without a look at it',
  ],
  [
    /ERR_TLS_CERT_ALTNAME_INVALID/,
    'its certificate is for another name; use that name in POSTGRES_URL, or sslmode=verify-ca, which does not compare it',
  ],
  [
    /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/,
    'its certificate is not valid today; renew it, or look at the clock of this machine',
  ],
  [
    /does not support SSL/,
    'it speaks no TLS; take sslmode out of POSTGRES_URL, or switch ssl on in its postgresql.conf',
  ],
  [/28000 .*(no encryption|SSL off)/, 'it wants TLS; add sslmode=require to POSTGRES_URL'],
  [/28P01/, 'user or password are wrong; # / ? % of a password are written %23 %2F %3F %25 in POSTGRES_URL'],
];

function explain(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // Node tries every address of a name and says why each failed; its own message is empty then.
  const reasons = error instanceof AggregateError ? error.errors.map((one: unknown) => toError(one).message) : [];
  const message = error.message === '' ? reasons.join('; ') : error.message;
  const advice = ADVICE.find(([pattern]) => pattern.test(`${code} ${message}`))?.[1];
  return advice === undefined ? message : `${message}: ${advice}`;
}
