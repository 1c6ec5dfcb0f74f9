import { once } from 'node:events';
import { createServer } from 'node:net';
import { createDraw } from './drawn-port.ts';

/**
 * Below the ports that systems give to whoever asks for any (from 32768 on Linux, 49152 elsewhere) and above the usual
 * ones.
 */
const draw = createDraw([18_000, 32_000]);

/**
 * A port that nobody listens on at this moment, for a server that a test stops and starts again, or whose port must be
 * known before it runs. The system would give one of its own (`listen(0)`) to somebody else as soon as it is closed.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = draw();
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
