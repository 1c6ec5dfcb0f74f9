import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A network between a client and a server that can fail as networks do. */
export interface TcpProxy {
  readonly port: number;
  /** From now on nothing arrives on either side, and no connection ends: a host that vanished, a cable that was cut. */
  swallow(): void;
  /** From now on everything arrives so much later, in order. */
  slow(delayMs: number): void;
  /** New connections work again, at full speed; those that were open when it swallowed stay dead. */
  heal(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let swallowed = new Set<Socket>();
  let isSwallowing = false;
  let delayMs = 0;
  const server = createServer((client) => {
    const upstream = connect(target);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      if (isSwallowing) swallowed.add(from);
      const later = inOrder(() => delayMs);
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        if (!swallowed.has(from)) later(() => to.destroy());
      });
      from.on('data', (bytes) => {
        if (!swallowed.has(from)) later(() => to.write(bytes));
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    swallow: () => {
      isSwallowing = true;
      swallowed = new Set(sockets);
    },
    slow: (ms) => void (delayMs = ms),
    heal: () => {
      isSwallowing = false;
      delayMs = 0;
    },
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** What goes one way: what was sent first arrives first, even when the delay has become less since. */
function inOrder(delayMs: () => number): (arrive: () => void) => void {
  let underWay = 0;
  let last = Promise.resolve();
  return (arrive) => {
    const ms = delayMs();
    if (ms === 0 && underWay === 0) return arrive();
    underWay += 1;
    const travelled = wait(ms);
    last = last
      .then(() => travelled)
      .then(() => {
        underWay -= 1;
        arrive();
      });
  };
}
