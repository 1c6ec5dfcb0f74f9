import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import type { Logger } from '@galleria/kit/logger';
import { startPostgres } from './embedded-postgres.ts';

export interface TemporaryPostgres {
  readonly url: string;
  readonly directory: string;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/**
 * A server without durability, in a directory and on a port of its own, for tests and for comparing schemas. It and its
 * data are gone afterwards even when this process is killed: another process waits for that and does what `stop` would
 * do.
 */
export async function startTemporaryPostgres(logger: Logger): Promise<TemporaryPostgres> {
  const directory = await mkdtemp(path.join(tmpdir(), 'galleria-postgres-'));
  const remover = spawnRemover(directory);
  const stop = async () => {
    remover.ref();
    remover.stdin.end();
    if (remover.exitCode === null) await once(remover, 'exit');
  };
  try {
    const options = { dataDirectory: path.join(directory, 'data'), logFile: path.join(directory, 'server.log') };
    const { url } = await startPostgres({ ...options, port: await freePort(), durable: false, logger });
    return { url, directory, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** Waits until its standard input ends, by `stop` or because this process is gone, and then ends the server fast. */
const REMOVE_SERVER = `
cat >/dev/null
pid_file="$1/data/postmaster.pid"
[ -e "$pid_file" ] && kill -INT "$(head -n 1 "$pid_file")"
waited=0
while [ -e "$pid_file" ] && [ "$waited" -lt 200 ]; do sleep 0.05; waited=$((waited + 1)); done
rm -rf "$1"
`;

function spawnRemover(directory: string): ChildProcessByStdio<Writable, null, null> {
  // Detached: Ctrl-C in a terminal ends this process and must not end the remover with it.
  const remover = spawn('sh', ['-c', REMOVE_SERVER, 'remover', directory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  remover.unref();
  return remover;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
