import { once } from 'node:events';
import { Agent, createServer, get, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Balancer {
  readonly url: string;
  stop(): Promise<void>;
}

const ASK_EVERY_MS = 50;

/**
 * As little as a balancer is: requests go in turn to those that say on `/ready` that they are, over connections that
 * are kept. One that takes no connection has been asked for nothing, so the next is asked instead; whatever else goes
 * wrong is the client's to see.
 */
export async function startBalancer(targets: readonly string[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const ready = new Set<string>();
  let turn = 0;
  const ask = () => {
    for (const target of targets) {
      get(new URL('/ready', target), { agent: false }, (response) => {
        response.resume();
        if (response.statusCode === 200) ready.add(target);
        else ready.delete(target);
      }).on('error', () => ready.delete(target));
    }
  };
  const server = createServer((incoming, outgoing) => {
    const inTurn = targets.map((_target, index) => targets[(turn + index) % targets.length] ?? '');
    turn += 1;
    const order = [...inTurn.filter((target) => ready.has(target)), ...inTurn.filter((target) => !ready.has(target))];
    void bodyOf(incoming).then((body) => passOn({ incoming, body, outgoing, agent }, order));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const timer = setInterval(ask, ASK_EVERY_MS);
  ask();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      clearInterval(timer);
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await once(server, 'close');
    },
  };
}

interface Passing {
  readonly incoming: IncomingMessage;
  readonly body: Buffer;
  readonly outgoing: ServerResponse;
  readonly agent: Agent;
}

function passOn(passing: Passing, [target, ...others]: readonly string[]): void {
  const { incoming, body, outgoing, agent } = passing;
  if (target === undefined) return void outgoing.writeHead(502).end();
  const { method, headers, url } = incoming;
  const asked = request(new URL(url ?? '/', target), { agent, method: method ?? 'GET', headers }, (response) => {
    const own = Object.entries(response.headers).filter(([name]) => name !== 'connection' && name !== 'keep-alive');
    outgoing.writeHead(response.statusCode ?? 502, Object.fromEntries(own));
    response.on('error', () => outgoing.destroy()).pipe(outgoing);
  });
  asked.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED') passOn(passing, others);
    else outgoing.destroy();
  });
  asked.end(body);
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
