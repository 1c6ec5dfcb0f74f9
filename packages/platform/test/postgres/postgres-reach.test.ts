import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { databaseUrl } from '../../src/postgres/databases.ts';
import { reachPostgres, requireDatabaseCreation } from '../../src/servers/postgres-reach.ts';

const role = `reader_${Date.now()}`;
const asAdmin = async (statement: string) => {
  const client = new pg.Client({ connectionString: databaseUrl(inject('postgresUrl'), 'postgres') });
  await client.connect();
  await client.query(statement).finally(() => client.end());
};
beforeAll(() => asAdmin(`create role ${role} login`));
afterAll(() => asAdmin(`drop role ${role}`));

describe('reaching a PostgreSQL', () => {
  it('is done by a user of the server, whatever database the URL names', async () => {
    await expect(reachPostgres(databaseUrl(inject('postgresUrl'), 'not_there_yet'))).resolves.toBeUndefined();
    await expect(requireDatabaseCreation(inject('postgresUrl'))).resolves.toBeUndefined();
  });

  it('tells of a user who may not make databases', async () => {
    const url = inject('postgresUrl').replace('postgres@', `${role}@`);
    await expect(reachPostgres(url)).resolves.toBeUndefined();
    await expect(requireDatabaseCreation(url)).rejects.toThrow(/may not create databases \(ALTER ROLE … CREATEDB\)/);
  });

  it('tells why it is not, without the password', async () => {
    await expect(reachPostgres('postgresql://ada:secret@127.0.0.1:1/any')).rejects.toThrow(/ECONNREFUSED 127.0.0.1:1/);
    const failure: unknown = await reachPostgres('postgresql://ada:secret@127.0.0.1:1/any').catch((thrown) => thrown);
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('secret');
  });

  it('tells of a server that speaks no TLS', async () => {
    await expect(reachPostgres(`${inject('postgresUrl')}?sslmode=require`)).rejects.toThrow(
      /it speaks no TLS; take sslmode out of POSTGRES_URL/,
    );
  });
});
