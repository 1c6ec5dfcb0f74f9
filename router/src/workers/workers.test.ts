import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { freePort } from '@galleria/platform/testing/network/free-port';
import { isAlive } from '@galleria/platform/testing/is-alive';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { keepAsking } from '../../../tests/galleria/keep-asking.ts';

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly worker?: number;
}

let program: ChildProcess | undefined;
let lines: Line[] = [];

afterEach(async () => {
  if (program?.exitCode !== null || program.signalCode !== null) return;
  program.kill('SIGKILL');
  await once(program, 'exit');
});

async function start(file: string, env: Record<string, string> = {}) {
  lines = [];
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, file), String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  program = child;
  createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line) as Line));
  return { child, url: `http://127.0.0.1:${port}/` };
}

const startSharing = () => start('testing/sharing-program.ts');

/** The process ids of the workers that have come to listen, when there are so many. */
async function untilListened(count: number): Promise<readonly number[]> {
  const listened = () => lines.flatMap(({ msg, worker }) => (msg === 'a worker listens' ? [worker ?? 0] : []));
  await vi.waitFor(() => expect(listened()).toHaveLength(count), PATIENCE);
  return listened();
}

async function untilSaid(line: Partial<Line>): Promise<void> {
  await vi.waitFor(() => expect(lines).toContainEqual(expect.objectContaining(line)), PATIENCE);
}

/** Which worker answers, over a connection of its own. */
async function ask(url: string): Promise<number> {
  const [response] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
  return Number(await text(response));
}

describe('workers that share a port', () => {
  it('are replaced when one is killed, while the other answers', async () => {
    const { child, url } = await startSharing();
    const [first = 0, second] = await untilListened(2);
    process.kill(first, 'SIGKILL');
    await untilSaid({ msg: 'a worker ended', worker: first });
    expect(await ask(url)).not.toBe(first);
    const all = await untilListened(3);
    expect(new Set(all).size).toBe(3);
    expect(all).toContain(second);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(all.filter(isAlive)).toEqual([]);
  });

  it('are renewed on SIGHUP, and every request is answered', async () => {
    const { child, url } = await startSharing();
    const before = await untilListened(2);
    const answered = new Set<number>();
    const load = keepAsking(async () => void answered.add(await ask(url)));
    await vi.waitFor(() => expect(answered.size).toBe(2), PATIENCE);
    child.kill('SIGHUP');
    await untilSaid({ msg: 'all workers are new' });
    await vi.waitFor(() => expect(answered.size).toBe(4), PATIENCE);
    expect(await load.stop()).toEqual([]);
    const all = await untilListened(4);
    expect(all.filter(isAlive)).toEqual(all.filter((pid) => !before.includes(pid)));
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('end with whoever started them, also when that is killed', async () => {
    const { child } = await startSharing();
    const workers = await untilListened(2);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(workers.filter(isAlive)).toEqual([]), PATIENCE);
  });

  it('are none when a router cannot start, which says why', async () => {
    const { child } = await start('../main.ts', {
      ROUTER_WORKERS: '2',
      VIEWER_SIGNING_SECRET: 'a secret that only this test knows',
      SUBGRAPH_URLS: 'nobody=http://127.0.0.1:1/graphql',
    });
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'fatal', msg: 'could not start' }));
  });
});
