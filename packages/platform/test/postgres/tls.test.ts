import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { createLogger } from '@galleria/kit/logger';
import { connectOutbox } from '@galleria/messaging/outbox/outbox-connection';
import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { databaseUrl, ensureDatabase } from '../../src/postgres/databases.ts';
import { applyMigrations } from '../../src/postgres/migrations/migrations.ts';
import { reachPostgres } from '../../src/servers/postgres-reach.ts';
import { PATIENCE } from '../../src/testing/patience.ts';
import { startTlsPostgres, type TlsPostgres } from './tls-postgres.ts';

let server: TlsPostgres;
let migrationsDirectory: string;
beforeAll(async () => {
  server = await startTlsPostgres();
  migrationsDirectory = await mkdtemp(join(tmpdir(), 'galleria-migrations-'));
  // The server reads its settings anew a moment after it was told to.
  await vi.waitFor(() => reachPostgres(urlOf('localhost', 'sslmode=require')), PATIENCE);
});
afterAll(() => server.stop());

const urlOf = (host: string, query: string) =>
  `postgresql://postgres@${host}:${server.port}?${query.replace('CA', server.ca)}`;

/** Each thing of ours that connects to a PostgreSQL. */
const CONNECTIONS: Readonly<Record<string, (url: string) => Promise<unknown>>> = {
  doctor: reachPostgres,
  migrate: async (url) => {
    await ensureDatabase(url, 'shelf');
    await applyMigrations({ url: databaseUrl(url, 'shelf'), migrationsDirectory });
  },
  service: async (url) => {
    const database = openDatabase(url);
    await database.query(sql`select 1`).finally(() => database.close());
  },
  Prisma: async (url) => {
    const database = openDatabase(url);
    const query = { sql: 'select 1', args: [], argTypes: [] };
    await (await new PrismaPg(database.pool).connect()).queryRaw(query).finally(() => database.close());
  },
  relay: async (url) => (await connectOutbox(databaseUrl(url, 'postgres'), () => undefined)).close(),
};

describe('a PostgreSQL with a certificate of its own', () => {
  it.each([
    ['localhost', 'sslmode=require'],
    ['localhost', 'sslmode=no-verify'],
    ['localhost', 'sslmode=require&sslrootcert=CA'],
    ['localhost', 'sslmode=verify-ca&sslrootcert=CA'],
    ['localhost', 'sslmode=verify-full&sslrootcert=CA'],
    ['127.0.0.1', 'sslmode=verify-ca&sslrootcert=CA'],
  ])('is used at %s with %s by everything that connects', async (host, query) => {
    for (const connect of Object.values(CONNECTIONS)) await connect(urlOf(host, query));
  });

  it.each([
    ['localhost', 'sslmode=verify-full', /sslrootcert=.* trusts it, sslmode=require encrypts/],
    ['localhost', 'sslmode=require&sslrootcert=system', /sslrootcert=.* trusts it/],
    [
      '127.0.0.1',
      'sslmode=verify-full&sslrootcert=CA',
      /another name; use that name in POSTGRES_URL, or sslmode=verify-ca/,
    ],
    ['localhost', 'sslmode=disable', /it wants TLS; add sslmode=require/],
    ['localhost', 'application_name=x', /it wants TLS; add sslmode=require/],
  ])('is used at %s with %s by nothing, and the doctor tells what to set', async (host, query, advice) => {
    for (const connect of Object.values(CONNECTIONS)) await expect(connect(urlOf(host, query))).rejects.toThrow();
    await expect(reachPostgres(urlOf(host, query))).rejects.toThrow(advice);
  });
});

function openDatabase(url: string) {
  return createDatabase({
    url: databaseUrl(url, 'postgres'),
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
}
