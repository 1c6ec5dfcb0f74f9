import net from 'node:net';
import { vi } from 'vitest';

/**
 * While `work` runs, everything arrives at the server on this port and no answer comes back: each one ends its
 * connection, as when a process or the cable dies in between. For what `node:net` connects; a broker tells its clients
 * its own address, so that no proxy gets between them.
 */
export async function withoutAnswers(port: number, work: () => Promise<void>): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on each socket below.
  const { emit } = net.Socket.prototype;
  const spy = vi.spyOn(net.Socket.prototype, 'emit').mockImplementation(function (
    this: net.Socket,
    event: string | symbol,
    ...given: unknown[]
  ) {
    if (event !== 'data' || this.remotePort !== port) return Reflect.apply(emit, this, [event, ...given]) as boolean;
    this.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    return true;
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
}
