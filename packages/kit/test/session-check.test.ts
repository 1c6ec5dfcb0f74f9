import { connectionConfig } from '@galleria/kit/database/postgres-url';
import { requireSessions } from '@galleria/kit/database/session-check';
import { connectOutbox } from '@galleria/messaging/outbox/outbox-connection';
import { databaseUrl } from '@galleria/platform/postgres/databases';
import { reachPostgres } from '@galleria/platform/servers/postgres-reach';
import { Client } from 'pg';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { startPooler } from './pooler.ts';

const postgresUrl = databaseUrl(inject('postgresUrl'), 'postgres');

async function check(url: string): Promise<void> {
  const client = new Client(connectionConfig(url));
  await client.connect();
  await requireSessions(client, url).finally(() => client.end());
}

async function pooler(mode: 'transaction' | 'session'): Promise<string> {
  const { url, close } = await startPooler(postgresUrl, mode);
  onTestFinished(close);
  return url;
}

describe('a pooler before PostgreSQL', () => {
  it('that keeps sessions is as good as PostgreSQL itself', async () => {
    await expect(check(postgresUrl)).resolves.toBeUndefined();
    await expect(check(await pooler('session'))).resolves.toBeUndefined();
  });

  it('that keeps none is refused with the reason', async () => {
    await expect(check(await pooler('transaction'))).rejects.toMatchObject({
      code: 'DATABASE_WITHOUT_SESSIONS',
      message: expect.stringMatching(/PgBouncer in transaction mode.*pool_mode = session/) as string,
    });
  });

  it('that keeps none is refused by the relay, and before anything starts', async () => {
    const url = await pooler('transaction');
    await expect(connectOutbox(url, () => undefined)).rejects.toMatchObject({ code: 'DATABASE_WITHOUT_SESSIONS' });
    await expect(reachPostgres(url)).rejects.toThrow(/pool_mode = session/);
  });
});
