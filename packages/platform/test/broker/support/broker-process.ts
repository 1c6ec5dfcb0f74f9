import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { freePort } from '../../../src/testing/network/free-port.ts';

const MAIN = fileURLToPath(new URL('../../../src/broker/main.ts', import.meta.url));

export interface BrokerProcess {
  readonly port: number;
  /** The log lines so far, parsed. */
  readonly log: readonly Record<string, unknown>[];
  /** Sends the signal and waits for the end; returns the exit code, null where the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface BrokerProgram {
  readonly dataDirectory: string;
  /** Starts the broker on its data directory, on the port it had before if there was one. */
  start(env?: Record<string, string>): Promise<BrokerProcess>;
  remove(): Promise<void>;
}

/** The broker as a program of its own, bundled as `npm start` bundles it, so that a test can kill and restart it. */
export async function buildBrokerProgram(): Promise<BrokerProgram> {
  const directory = await mkdtemp(join(tmpdir(), 'galleria-broker-process-'));
  const outfile = join(directory, 'broker.mjs');
  await build({ entryPoints: [MAIN], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' });
  const dataDirectory = join(directory, 'data');
  const running = new Set<ChildProcess>();
  let port = await freePort();

  return {
    dataDirectory,
    async start(env = {}) {
      const settings = { KAFKA_PORT: String(port), KAFKA_DATA_DIRECTORY: dataDirectory, ...env };
      const child = spawn(process.execPath, [outfile], { env: settings, stdio: ['ignore', 'pipe', 'inherit'] });
      running.add(child);
      child.once('exit', () => running.delete(child));
      const log: Record<string, unknown>[] = [];
      const lines = createInterface({ input: child.stdout });
      lines.on('line', (line) => log.push(JSON.parse(line) as Record<string, unknown>));
      port = await listeningPort(lines, log, child);
      return { port, log, end: (signal) => end(child, signal) };
    },
    async remove() {
      for (const child of running) await end(child, 'SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function listeningPort(
  lines: NodeJS.EventEmitter,
  log: readonly Record<string, unknown>[],
  child: ChildProcess,
): Promise<number> {
  const died = new Promise<never>((_, reject) => {
    child.once('exit', () => reject(new Error(`The broker ended: ${JSON.stringify(log.at(-1))}`)));
  });
  died.catch(() => undefined);
  for (;;) {
    const listening = log.find(({ msg }) => msg === 'broker listens');
    if (listening) return Number(listening['port']);
    await Promise.race([once(lines, 'line'), died]);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
  return child.exitCode;
}
