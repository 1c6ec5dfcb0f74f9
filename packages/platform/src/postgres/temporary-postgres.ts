import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from '@galleria/kit/logger';
import { startRemover } from '../servers/remover.ts';
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
export async function startTemporaryPostgres(logger: Logger, parent: string = tmpdir()): Promise<TemporaryPostgres> {
  const directory = await mkdtemp(path.join(parent, 'galleria-postgres-'));
  const stop = startRemover(REMOVE_SERVER, directory);
  try {
    const options = { dataDirectory: path.join(directory, 'data'), logFile: path.join(directory, 'server.log') };
    const { url } = await startPostgres({ ...options, port: await freePort(), durable: false, logger });
    return { url, directory, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** Ends the server fast: what it has is not wanted. */
const REMOVE_SERVER = `
pid_file="$1/data/postmaster.pid"
[ -e "$pid_file" ] && kill -INT "$(head -n 1 "$pid_file")"
waited=0
while [ -e "$pid_file" ] && [ "$waited" -lt 200 ]; do sleep 0.05; waited=$((waited + 1)); done
rm -rf "$1"
`;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
