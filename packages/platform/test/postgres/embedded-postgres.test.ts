import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createLogger } from '@galleria/kit/logger';
import pg from 'pg';
import { PATIENCE } from '../../src/testing/patience.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { databaseUrl } from '../../src/postgres/databases.ts';
import { startPostgres, type EmbeddedPostgres } from '../../src/postgres/embedded-postgres.ts';
import { findProcess } from '../../src/postgres/process-table.ts';
import { freePort } from '../../src/testing/network/free-port.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const started: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];
let directory: string;
let dataDirectory: string;
let port: number;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'galleria-test-'));
  dataDirectory = path.join(directory, 'data');
  port = await freePort();
});

afterEach(async () => {
  children.splice(0).forEach((child) => child.kill('SIGKILL'));
  await Promise.all(started.splice(0).map((server) => server.stop()));
  await rm(directory, { recursive: true, force: true });
});

async function start(options: { durable?: boolean; port?: number } = {}): Promise<EmbeddedPostgres> {
  const logFile = path.join(directory, 'server.log');
  const server = await startPostgres({ dataDirectory, port, durable: false, logFile, logger, ...options });
  started.push(server);
  return server;
}

/** Starts a server from another process, whose death the tests bring about. */
async function startElsewhere(
  kind: 'embedded' | 'temporary',
): Promise<{ parent: ChildProcess; told: Record<string, string> }> {
  const script = path.join(import.meta.dirname, 'start-and-wait.ts');
  const args = ['--import', 'tsx', script, kind, dataDirectory, String(port)];
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(parent);
  const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
  return { parent, told: JSON.parse(line) as Record<string, string> };
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function run(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl(url, 'postgres') });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('starts in an empty directory and has its data again after a stop', async () => {
    const first = await start({ durable: true });
    await run(first.url, 'create table kept (id int); insert into kept values (7)');
    await first.stop();
    const second = await start({ durable: true });
    expect(await run(second.url, 'select id from kept')).toEqual([{ id: 7 }]);
    expect(await run(second.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
  });

  it('stops when asked, twice too, while a client holds a transaction open', async () => {
    const server = await start();
    const client = new pg.Client({ connectionString: databaseUrl(server.url, 'postgres') });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('begin; create table half_done (id int)');
    await Promise.all([server.stop(), server.stop()]);
    expect(await findProcess(server.pid)).toBeUndefined();
  });

  it('takes the data directory over from a server whose parent was killed', async () => {
    const { parent, told } = await startElsewhere('embedded');
    await run(told['url']!, 'create table kept (id int); insert into kept values (7)');
    await kill(parent);
    const server = await start();
    expect(server.stoppedOrphan).toBe(true);
    expect(await findProcess(Number(told['pid']))).toBeUndefined();
    expect(await run(server.url, 'select id from kept')).toEqual([{ id: 7 }]);
  });

  it('leaves a server alone whose parent is alive', async () => {
    const { told } = await startElsewhere('embedded');
    await expect(start({ port: await freePort() })).rejects.toMatchObject({ code: 'ALREADY_RUNNING' });
    expect(await run(told['url']!, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts again after the server itself was killed, with everything that was committed', async () => {
    const killed = await start({ durable: true });
    await run(killed.url, 'create table kept (id int); insert into kept values (7)');
    process.kill(killed.pid, 'SIGKILL');
    await killed.exited;
    const server = await start({ durable: true });
    expect(server.stoppedOrphan).toBe(false);
    expect(await run(server.url, 'select id from kept')).toEqual([{ id: 7 }]);
  });

  it('is not kept from starting by a pid file that names some other process', async () => {
    await (await start()).stop();
    await writeFile(path.join(dataDirectory, 'postmaster.pid'), `${process.pid}\n${dataDirectory}\n`);
    const server = await start();
    expect(server.stoppedOrphan).toBe(false);
  });

  it('starts over when an earlier run was killed while it created the cluster', async () => {
    await mkdir(`${dataDirectory}.unfinished`);
    await writeFile(path.join(`${dataDirectory}.unfinished`, 'PG_VERSION'), '18\n');
    const server = await start();
    expect(await run(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await readdir(directory)).not.toContain('data.unfinished');
  });

  it('names the process that holds its port, and leaves the data directory unmade', async () => {
    const holder = createServer().listen(port, '127.0.0.1');
    await once(holder, 'listening');
    const refusal = { code: 'PORT_TAKEN', details: { port, pid: process.pid } };
    await expect(start()).rejects.toMatchObject(refusal);
    await expect(access(dataDirectory)).rejects.toMatchObject({ code: 'ENOENT' });
    holder.close();
  });

  it('refuses the data of another version', async () => {
    await mkdir(dataDirectory);
    await writeFile(path.join(dataDirectory, 'PG_VERSION'), '15\n');
    const refusal = { code: 'VERSION_MISMATCH', details: { found: '15', expected: '18' } };
    await expect(start()).rejects.toMatchObject(refusal);
  });

  it('refuses a directory that holds something else', async () => {
    await mkdir(dataDirectory);
    await writeFile(path.join(dataDirectory, 'holiday.jpg'), '');
    await expect(start()).rejects.toMatchObject({ code: 'DATA_DIRECTORY_INVALID' });
    expect(await readdir(dataDirectory)).toEqual(['holiday.jpg']);
  });

  it('shows the end of the log when the server refuses to start', async () => {
    await (await start()).stop();
    await appendFile(path.join(dataDirectory, 'postgresql.conf'), 'work_mem = plenty\n');
    await expect(start()).rejects.toThrow(/invalid value for parameter "work_mem"/);
  });
});

describe('a temporary PostgreSQL', () => {
  it('is gone with its data after its process was killed', async () => {
    const { parent, told } = await startElsewhere('temporary');
    await kill(parent);
    await vi.waitFor(() => expect(access(told['directory']!)).rejects.toMatchObject({ code: 'ENOENT' }), PATIENCE);
    await expect(run(told['url']!, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
