import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Contestant, Stage } from './contestants.ts';
import type { SubgraphRequest } from './graphs/bench-graph.ts';
import { ask } from './load.ts';

/** A contestant that answers. */
export interface RunningContestant {
  readonly name: string;
  readonly pid: number;
  readonly url: URL;
  stop(): Promise<void>;
}

const START_MS = 60_000;

/**
 * Starts a contestant and waits until it has an answer to `request`. Rejects when none comes; what it has said is then
 * in its log, which the message names.
 */
export async function startContestant(
  { name, start }: Contestant,
  stage: Omit<Stage, 'port'>,
  onItsOwnCore: readonly string[],
  request: SubgraphRequest,
): Promise<RunningContestant> {
  const folder = join(stage.folder, name.replaceAll(/\W+/g, '-'));
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const { command, args, env = {}, files = {}, path = '/graphql' } = start({ ...stage, folder, port });
  await Promise.all(Object.entries(files).map(([file, text]) => writeFile(join(folder, file), text)));
  const [first = command, ...rest] = [...onItsOwnCore, command, ...args];
  const log = createWriteStream(join(folder, 'log'));
  const child = spawn(first, rest, {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
  const exited = once(child, 'exit');
  const url = new URL(`http://127.0.0.1:${port}${path}`);
  const stop = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  try {
    await untilAnswer(url, request, () => child.exitCode !== null);
  } catch (thrown) {
    await stop();
    throw new Error(`${name} gives no answer; its log is ${join(folder, 'log')}`, { cause: thrown });
  }
  return { name, pid: child.pid ?? 0, url, stop };
}

async function untilAnswer(url: URL, request: SubgraphRequest, hasEnded: () => boolean): Promise<void> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    try {
      await ask(url, request);
      return;
    } catch (thrown) {
      if (hasEnded() || performance.now() > deadline) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
