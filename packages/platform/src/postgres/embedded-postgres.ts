import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectionConfig } from '@galleria/kit/database/postgres-url';
import type { Logger } from '@galleria/kit/logger';
import pg from 'pg';
import { initialiseDataDirectory, resolveDataDirectory } from './data-directory.ts';
import { stopOrphan } from './orphan.ts';
import { serverCommand, type Command, type PostgresOptions } from './postgres-command.ts';
import { portTaken, postgresError } from './postgres-errors.ts';
import { findPortHolder } from './process-table.ts';

export interface PreparedPostgres {
  /**
   * To spawn from this process, `detached` so that Ctrl-C in a terminal does not reach it before its clients have
   * stopped. It logs to stderr. SIGINT stops it fast (< 0.1 s: open transactions are rolled back, nothing committed is
   * lost).
   */
  readonly command: Command;
  readonly stopSignal: 'SIGINT';
  /** The superuser's URL without a database: see `databaseUrl`. */
  readonly url: string;
  /** Whether the server of a killed run was found on the data directory and stopped. */
  readonly stoppedOrphan: boolean;
}

export interface EmbeddedPostgres {
  readonly url: string;
  readonly pid: number;
  readonly stoppedOrphan: boolean;
  /** Resolves when the server ends, by `stop` or by itself. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

const START_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 10_000;
const POLL_MS = 10;
const LOG_LINES_SHOWN = 12;

/**
 * Makes everything ready for the server to be spawned: data directory, no orphan, free port. A supervisor calls it
 * before every spawn, the restart after a crash too (a few ms then: it waits for the crashed server's backends to be
 * gone). Throws PORT_TAKEN, ALREADY_RUNNING, DATA_DIRECTORY_INVALID, VERSION_MISMATCH, BINARIES_MISSING, START_FAILED.
 */
export async function preparePostgres(
  options: PostgresOptions & { readonly logger: Logger },
): Promise<PreparedPostgres> {
  const host = options.host ?? '127.0.0.1';
  const dataDirectory = await resolveDataDirectory(options.dataDirectory);
  const stoppedOrphan = await stopOrphan(dataDirectory, options.logger);
  await requireFreePort(options.port, host);
  await initialiseDataDirectory(dataDirectory, options.durable);
  const command = await serverCommand({ ...options, dataDirectory });
  return { command, stopSignal: 'SIGINT', url: `postgresql://postgres@${host}:${options.port}`, stoppedOrphan };
}

/** Whether the server answers a query: during recovery after a crash it accepts connections and refuses them. */
export async function isPostgresReady(url: string): Promise<boolean> {
  const client = new pg.Client({ ...connectionConfig(url), connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Starts a real PostgreSQL 18 from npm and resolves when it answers: 0.7 s the first time, 0.1 s later.
 * Throws what `preparePostgres` throws, and START_FAILED with the end of the log.
 */
export async function startPostgres(
  options: PostgresOptions & { readonly logFile: string; readonly logger: Logger },
): Promise<EmbeddedPostgres> {
  const { command, stopSignal, url, stoppedOrphan } = await preparePostgres(options);
  const server = await spawnLogged(command, options.logFile);
  let hasExited = false;
  const exited = once(server, 'exit').then(() => void (hasExited = true));

  const deadline = Date.now() + START_DEADLINE_MS;
  while (!(await isPostgresReady(url))) {
    if (hasExited || Date.now() > deadline) {
      server.kill('SIGQUIT');
      throw postgresError('START_FAILED', `PostgreSQL did not start:\n${await lastLines(options.logFile)}`);
    }
    await delay(POLL_MS);
  }
  options.logger.info({ pid: server.pid, url }, 'PostgreSQL is ready');
  return {
    url,
    pid: server.pid ?? 0,
    stoppedOrphan,
    exited,
    stop: async () => {
      if (!hasExited) await stopServer(server, stopSignal, exited);
    },
  };
}

async function spawnLogged({ executable, args, ...options }: Command, logFile: string): Promise<ChildProcess> {
  await mkdir(path.dirname(logFile), { recursive: true });
  const log = await open(logFile, 'a');
  try {
    const server = spawn(executable, args, { ...options, detached: true, stdio: ['ignore', log.fd, log.fd] });
    await once(server, 'spawn');
    return server;
  } catch (thrown) {
    throw postgresError('START_FAILED', `${executable} cannot be run: ${String(thrown)}`);
  } finally {
    await log.close();
  }
}

/** Fast shutdown; where that hangs, immediate shutdown, from which the next start recovers. */
async function stopServer(server: ChildProcess, signal: NodeJS.Signals, exited: Promise<void>): Promise<void> {
  server.kill(signal);
  const impatience = setTimeout(() => server.kill('SIGQUIT'), STOP_DEADLINE_MS);
  await exited;
  clearTimeout(impatience);
}

async function requireFreePort(port: number, host: string): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, 'listening');
  } catch {
    throw portTaken(port, await findPortHolder(port));
  } finally {
    probe.close();
  }
}

async function lastLines(logFile: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return log.trimEnd().split('\n').slice(-LOG_LINES_SHOWN).join('\n');
}
