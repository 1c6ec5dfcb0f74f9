import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { COMMONJS_GLOBALS } from '../scripts/build/bundle-settings.ts';
import type { RunResult, runSchedules } from './run.ts';

/** Schedules of seeds that follow each other. */
export type Share = Parameters<typeof runSchedules>[0];

const ROOT = resolve(import.meta.dirname, '..');

/**
 * Runs schedules in one process for each processor, until one fails. They run a bundle: a third faster than sources
 * that are translated as they are loaded. Throws where a process ends without a result.
 */
export async function runInProcesses(all: Share, processes = availableParallelism()): Promise<RunResult> {
  const caches = join(ROOT, 'node_modules/.cache');
  await mkdir(caches, { recursive: true });
  const folder = await mkdtemp(join(caches, 'simulation-'));
  try {
    const program = await bundle(folder);
    const ended = new AbortController();
    const results = await Promise.all(
      sharesOf(all, processes).map(async (share) => {
        const result = await runProcess(program, share, ended.signal);
        if (result?.failed !== undefined) ended.abort();
        return result;
      }),
    );
    const complete = results.filter((result) => result !== undefined);
    return {
      schedules: sumOf(complete, 'schedules'),
      steps: sumOf(complete, 'steps'),
      failed: complete.find(({ failed }) => failed !== undefined)?.failed,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each next one begins where the one before ends. */
export function sharesOf({ from, count, ...options }: Share, processes: number): Share[] {
  const least = Math.floor(count / processes);
  const shares: Share[] = [];
  for (let begun = 0; shares.length < processes; begun += shares.at(-1)?.count ?? 0) {
    shares.push({ ...options, from: from + begun, count: least + (shares.length < count % processes ? 1 : 0) });
  }
  return shares.filter((share) => share.count > 0);
}

async function bundle(folder: string): Promise<string> {
  const outfile = join(folder, 'share-program.mjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['simulation/share-program.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: { js: COMMONJS_GLOBALS },
    logLevel: 'warning',
  });
  return outfile;
}

/** Undefined where it was ended, because another one has failed. */
async function runProcess(program: string, share: Share, ended: AbortSignal): Promise<RunResult | undefined> {
  // Collecting what is young more seldom is a tenth of the time.
  const execArgv = ['--max-semi-space-size=64'];
  const child = fork(program, [JSON.stringify(share)], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const end = () => void child.kill('SIGKILL');
  ended.addEventListener('abort', end);
  let result: RunResult | undefined;
  child.once('message', (message) => void (result = message as RunResult));
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  ended.removeEventListener('abort', end);
  if (result === undefined && !ended.aborted) {
    throw new Error(
      `The process with the seeds from ${share.from} on ended (${code ?? signal}) before it had a result.`,
    );
  }
  return result;
}

function sumOf(results: readonly RunResult[], name: 'schedules' | 'steps'): number {
  return results.reduce((sum, result) => sum + result[name], 0);
}
