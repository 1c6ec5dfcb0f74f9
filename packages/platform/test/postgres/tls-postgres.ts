import { execFile } from 'node:child_process';
import { appendFile, chown, copyFile, chmod, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createLogger } from '@galleria/kit/logger';
import pg from 'pg';
import { startTemporaryPostgres } from '../../src/postgres/temporary-postgres.ts';

export interface TlsPostgres {
  readonly port: number;
  /** The certificate of the authority that signed the server's, which is for "localhost". */
  readonly ca: string;
  stop(): Promise<void>;
}

const run = promisify(execFile);

/** A real PostgreSQL that lets nobody in without TLS, with a certificate that no machine knows. */
export async function startTlsPostgres(): Promise<TlsPostgres> {
  const server = await startTemporaryPostgres(createLogger({ service: 'test', level: 'silent' }));
  const data = join(server.directory, 'data');
  const ca = await makeCertificate(server.directory);
  const owner = await stat(data);
  for (const file of ['server.key', 'server.crt']) {
    const target = join(data, file);
    await copyFile(join(server.directory, file), target);
    await chown(target, owner.uid, owner.gid);
    await chmod(target, 0o600);
  }
  const client = new pg.Client({ connectionString: `${server.url}/postgres` });
  await client.connect();
  await client.query('alter system set ssl = on');
  await writeFile(join(data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 trust\n');
  await client.query('select pg_reload_conf()');
  await client.end();
  return { port: Number(new URL(server.url).port), ca, stop: () => server.stop() };
}

async function makeCertificate(directory: string): Promise<string> {
  const openssl = (...args: string[]) => run('openssl', args, { cwd: directory });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=authority');
  await openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost');
  await appendFile(join(directory, 'names'), 'subjectAltName=DNS:localhost\n');
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names'];
  await openssl('x509', '-req', '-in', 'server.csr', ...signed, '-out', 'server.crt', '-days', '2');
  return join(directory, 'ca.pem');
}
