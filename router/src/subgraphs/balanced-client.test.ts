import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '@galleria/kit/logger';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBalancedClient } from './balanced-client.ts';
import type { SubgraphClient } from './subgraph-client.ts';

const logger = createLogger({ service: 'router', level: 'silent' });
const QUERY = true;
const MUTATION = false;

let instances: Instance[] = [];
let client: SubgraphClient | undefined;

afterEach(async () => {
  await client?.stop();
  for (const instance of instances) await instance.stop();
  instances = [];
});

describe('a subgraph with several instances', () => {
  it('is called at all of them in turn', async () => {
    const [a, b, c] = await startThree();
    for (let call = 0; call < 6; call += 1) await post(QUERY);
    expect([a.calls, b.calls, c.calls]).toEqual([2, 2, 2]);
  });

  it('answers every query when one of them dies between two calls', async () => {
    const [a] = await startThree();
    for (let call = 0; call < 3; call += 1) await post(QUERY);
    await a.stop();
    for (let call = 0; call < 6; call += 1) expect((await post(QUERY)).status).toBe(200);
  });

  it('answers a query whose connection breaks while it is answered', async () => {
    const [a, b, c] = await startThree();
    a.answer = b.answer = (_request, response) => response.destroy();
    expect((await post(QUERY)).status).toBe(200);
    expect(c.calls).toBe(1);
  });

  it('does not send a mutation again that may have arrived', async () => {
    const all = await startThree();
    for (const instance of all) instance.answer = (_request, response) => response.destroy();
    await expect(post(MUTATION)).rejects.toMatchObject({ name: 'SubgraphUnreachable', sent: true });
    expect(all.map(({ calls }) => calls).reduce((sum, calls) => sum + calls)).toBe(1);
  });

  it('sends a mutation to the next when the first could not be reached at all', async () => {
    const [a, b] = await startThree();
    await a.stop();
    await b.stop();
    for (let call = 0; call < 3; call += 1) expect((await post(MUTATION)).status).toBe(200);
  });

  it('asks the next when one is about to stop, but repeats no mutation', async () => {
    const [a, b, c] = await startThree();
    a.answer = b.answer = c.answer = (_request, response) => response.writeHead(503).end();
    expect((await post(MUTATION)).status).toBe(503);
    expect([a.calls, b.calls, c.calls].toSorted()).toEqual([0, 0, 1]);
    c.answer = ok;
    expect((await post(QUERY)).status).toBe(200);
  });

  it('does not ask another when the time for the answer is used up', async () => {
    const all = await startThree();
    for (const instance of all) instance.answer = () => undefined;
    await expect(post(QUERY)).rejects.toMatchObject({ late: true });
    expect(all.map(({ calls }) => calls).reduce((sum, calls) => sum + calls)).toBe(1);
  });

  it('leaves one out that failed, and calls it again once it says that it is ready', async () => {
    const [a, b, c] = await startThree();
    a.ready = false;
    a.answer = (_request, response) => response.destroy();
    for (let call = 0; call < 9; call += 1) await post(QUERY);
    expect(a.calls).toBe(1);
    a.answer = ok;
    a.ready = true;
    await vi.waitFor(async () => {
      await post(QUERY);
      expect(a.calls).toBeGreaterThan(1);
    }, PATIENCE);
    expect(b.calls + c.calls).toBeGreaterThan(8);
  });

  it('asks one that is left out when the last that served has gone', async () => {
    const [a, b, c] = await startThree();
    a.ready = false;
    a.answer = (_request, response) => response.destroy();
    for (let call = 0; call < 3; call += 1) await post(QUERY);
    a.answer = ok;
    await b.stop();
    await c.stop();
    expect((await post(QUERY)).status).toBe(200);
    expect(a.calls).toBe(2);
  });

  it('is tried all the same when all are left out', async () => {
    const all = await startThree();
    for (const instance of all) {
      instance.ready = false;
      instance.answer = (_request, response) => response.destroy();
    }
    await expect(post(QUERY)).rejects.toMatchObject({ name: 'SubgraphUnreachable' });
    for (const instance of all) instance.answer = ok;
    expect((await post(QUERY)).status).toBe(200);
  });
});

function post(repeatable: boolean) {
  if (client === undefined) throw new Error('There is no client yet.');
  return client.post('{}', { 'content-type': 'application/json' }, repeatable);
}

async function startThree(): Promise<[Instance, Instance, Instance]> {
  const started = [await startInstance(), await startInstance(), await startInstance()] as const;
  instances = [...started];
  client = createBalancedClient({
    name: 'orders',
    urls: started.map(({ url }) => url),
    timeoutMs: 2_000,
    logger,
    askEveryMs: 20,
  });
  return [...started];
}

interface Instance {
  readonly url: string;
  calls: number;
  ready: boolean;
  answer: (request: IncomingMessage, response: ServerResponse) => unknown;
  stop(): Promise<void>;
}

function ok(_request: IncomingMessage, response: ServerResponse): void {
  response.end('{"data":null}');
}

async function startInstance(): Promise<Instance> {
  const server: Server = createServer((request, response) => {
    if (request.url === '/ready') return void response.writeHead(instance.ready ? 200 : 503).end();
    instance.calls += 1;
    request.resume();
    request.on('end', () => instance.answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const instance: Instance = {
    url: `http://127.0.0.1:${port}/graphql`,
    calls: 0,
    ready: true,
    answer: ok,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return instance;
}
