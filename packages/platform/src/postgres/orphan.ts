import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@galleria/kit/logger';
import { OWNER_SETTING } from './postgres-command.ts';
import { postgresError } from './postgres-errors.ts';
import { findProcess, processesWorkingIn, type RunningProcess } from './process-table.ts';

const STOP_DEADLINE_MS = 10_000;
const POLL_MS = 10;

/**
 * Makes a data directory free to start a server on: after `kill -9` of its parent a server lives on, and after
 * `kill -9` of the server its backends live a moment longer and its pid file stays. A server whose parent is alive is
 * nobody's to take: throws ALREADY_RUNNING. Says whether an orphaned server was stopped (fast shutdown, nothing lost).
 *
 * An orphan is stopped and not adopted: starting anew takes 30 ms, and then the server is a child whose exit is seen.
 */
export async function stopOrphan(dataDirectory: string, logger: Logger): Promise<boolean> {
  const pidFile = path.join(dataDirectory, 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!(pid > 0)) return false;

  const server = await findProcess(pid);
  if (server === undefined || !servesDirectory(server, dataDirectory)) {
    await untilGone(async () => (await processesWorkingIn(dataDirectory)).length === 0, dataDirectory);
    // PostgreSQL itself would take a zombie, or another process with the same id, for a running server.
    await rm(pidFile, { force: true });
    return false;
  }
  if (!isOrphan(server)) {
    throw postgresError('ALREADY_RUNNING', `PostgreSQL already runs on ${dataDirectory} as process ${pid}.`, { pid });
  }
  logger.warn({ pid }, 'stopping the PostgreSQL of a killed run');
  process.kill(pid, 'SIGINT');
  await untilGone(async () => (await findProcess(pid)) === undefined, dataDirectory);
  return true;
}

function servesDirectory({ args }: RunningProcess, dataDirectory: string): boolean {
  return args.includes('-D') && args.includes(dataDirectory);
}

function isOrphan({ args, parentPid }: RunningProcess): boolean {
  const owner = args.find((argument) => argument.startsWith(`${OWNER_SETTING}=`))?.split('=')[1];
  return owner !== undefined && Number(owner) !== parentPid;
}

async function untilGone(isGone: () => Promise<boolean>, dataDirectory: string): Promise<void> {
  const deadline = Date.now() + STOP_DEADLINE_MS;
  while (!(await isGone())) {
    if (Date.now() > deadline) {
      throw postgresError('ALREADY_RUNNING', `An earlier PostgreSQL on ${dataDirectory} does not stop.`);
    }
    await delay(POLL_MS);
  }
}
