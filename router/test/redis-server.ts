import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '@galleria/platform/testing/network/free-port';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { Redis } from 'ioredis';
import { vi } from 'vitest';

export interface RedisServer {
  readonly url: string;
  /** As a crash would; what it held is gone. */
  stop(): Promise<void>;
  /** It answers nothing more, and nobody's connection ends. */
  freeze(): void;
  /** At the same port. */
  start(): Promise<void>;
}

/** A real Redis that keeps nothing on disk. */
export async function startRedisServer(): Promise<RedisServer> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const launch = async () => {
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn('redis-server', options, { stdio: 'ignore' });
    await vi.waitFor(() => answers(url), PATIENCE);
    return child;
  };
  let running = await launch();
  return {
    url,
    stop: async () => {
      const ended = once(running, 'exit');
      running.kill('SIGKILL');
      await ended;
    },
    freeze: () => void running.kill('SIGSTOP'),
    start: async () => void (running = await launch()),
  };
}

async function answers(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null });
  // The same error rejects `connect`.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
  } finally {
    client.disconnect();
  }
}
