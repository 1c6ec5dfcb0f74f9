import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readRunRecord } from '@galleria/platform/state/run-record';
import { resolveStateDirectory } from '@galleria/platform/state/state-directory';
import { findRunningSupervisor } from '@galleria/platform/state/supervisor-lock';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import {
  inspectProcess,
  isStillThere,
  type ProcessIdentity,
} from '@galleria/platform/supervisor/process/process-inspection';
import { freePortBase } from '@galleria/platform/testing/network/free-port-base';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from './galleria/eventually.ts';

const ROOT = resolve(import.meta.dirname, '..');
/** PostgreSQL, the broker and one process of ours. */
const SMALLEST = ['--only', 'users', '--single-process'];

const WAYS = [
  ['SIGINT', 'npm’s own process alone', (npm: number) => npm],
  ['SIGINT', 'its whole group, as Ctrl-C in a terminal', (npm: number) => -npm],
  ['SIGTERM', 'npm’s own process alone', (npm: number) => npm],
] as const;

describe('npm start', () => {
  it.each(WAYS)('ends with all that it has started: %s to %s', async (signal, _whom, targetOf) => {
    const { npm, exited, output, started } = await startByNpm();
    expect(started.length).toBeGreaterThan(3);
    process.kill(targetOf(npm), signal);
    await eventually(exited, `npm to end after ${output()}`);
    expect(started.filter(isStillThere)).toEqual([]);
  });
});

/** Galleria as a person starts it, and whatever of it runs once all is ready. */
async function startByNpm() {
  const base = await freePortBase(readProject(ROOT).subgraphNames);
  const folder = await mkdtemp(join(tmpdir(), 'galleria-npm-'));
  const { PATH, HOME } = process.env;
  const npm = spawn('npm', ['start', '--', ...SMALLEST], {
    cwd: ROOT,
    env: { PATH, HOME, PORT_BASE: String(base), GALLERIA_STATE: folder },
    // A group of its own, which a signal can be sent to.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(npm, 'spawn');
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
  const exited = () => (npm.exitCode === null && npm.signalCode === null ? undefined : true);
  const state = resolveStateDirectory(ROOT, folder);
  onTestFinished(async () => {
    const supervisor = findRunningSupervisor(state.lockFile);
    if (supervisor !== undefined) process.kill(supervisor.pid, 'SIGTERM');
    await eventually(exited, 'npm to end after its child');
    await rm(folder, { recursive: true, force: true });
  });
  const started = await eventually(() => {
    if (exited() === true) throw new Error(`npm start ended: ${output}`);
    const processes = readRunRecord(state.runFile)?.processes ?? [];
    const supervisor = findRunningSupervisor(state.lockFile);
    if (supervisor === undefined || !processes.some(isReady) || !processes.every(isReady)) return undefined;
    return [supervisor, ...processes.map(({ identity }) => identity)].flatMap((identity) => known(identity));
  }, 'npm start to be ready');
  return { npm: npm.pid ?? 0, exited, output: () => output, started };
}

function isReady({ state }: { readonly state: string }): boolean {
  return state === 'ready';
}

function known(identity: { readonly pid: number } | undefined): ProcessIdentity[] {
  const found = identity === undefined ? undefined : inspectProcess(identity.pid);
  return found === undefined ? [] : [found];
}
