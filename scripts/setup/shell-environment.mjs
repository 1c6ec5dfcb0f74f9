import { accessSync, constants, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** A debugger of one process: every process that we start would wait for it, or fight for its port. */
const DEBUGGER = /(^|\s+)--(inspect|debug)(-brk|-wait|-port|-publish-uid)?(=\S+)?(?=\s|$)/g;

/**
 * Takes out of this process's environment what its tools and processes would take for theirs, and says in a sentence
 * each what a person may have meant otherwise. Called once, before anything is started. What the supervisor's processes
 * are given of the rest is decided by packages/platform/src/supervisor/process/given-environment.ts.
 *
 * @param {Record<string, string | undefined>} env changed
 */
export function settleEnvironment(env) {
  return [leaveOutDebugger(env), leaveOutPostgres(env), replaceTemporaryFolder(env)].filter(
    (text) => text !== undefined,
  );
}

function leaveOutDebugger(env) {
  const options = env.NODE_OPTIONS ?? '';
  const rest = options.replaceAll(DEBUGGER, '').trim();
  if (rest === options.trim()) return undefined;
  env.NODE_OPTIONS = rest;
  return 'NODE_OPTIONS asks for a debugger, which is left out: kill -USR1 <pid> opens that of one process.';
}

/** PGSSLMODE, PGOPTIONS and their like are meant for a server of somebody's; ours has none of that. */
function leaveOutPostgres(env) {
  if (env.POSTGRES_URL) return;
  for (const name of Object.keys(env)) if (/^PG[A-Z]+$/.test(name)) delete env[name];
}

/** Tools fail there in words that name neither the variable nor what to do. */
function replaceTemporaryFolder(env) {
  const folder = env.TMPDIR;
  if (!folder || isWritable(folder)) return undefined;
  delete env.TMPDIR;
  return `TMPDIR is ${folder}, where this user cannot write: ${tmpdir()} is used instead.`;
}

function isWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
