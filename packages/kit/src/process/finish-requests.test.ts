import { EventEmitter, once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer } from './http-server.ts';
import { createLogger } from '../logger.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

let server: FastifyInstance;
/** Each has one connection, which stays. */
let agents: Agent[];
let effects: number;
/** 'begun' when a slow request is under way, 'answer' for it to end. */
let steps: EventEmitter;

beforeEach(async () => {
  agents = [];
  effects = 0;
  steps = new EventEmitter();
  server = createHttpServer({ logger, readiness: [] });
  server.post('/slow', async () => {
    steps.emit('begun');
    await once(steps, 'answer');
    effects += 1;
    return { effects };
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
});

afterEach(async () => {
  steps.emit('answer');
  agents.forEach((agent) => agent.destroy());
  await server.close();
});

function connection(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agents.push(agent);
  return agent;
}

async function send(agent: Agent, method: string, path: string): Promise<IncomingMessage> {
  const { port } = server.server.address() as AddressInfo;
  const sent = request({ host: '127.0.0.1', port, method, path, agent }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response;
}

/** Closes the server, and goes on when the closing has begun. */
async function close(): Promise<{ readonly closed: Promise<void> }> {
  const closed = server.close();
  while (server.server.listening) await wait(1);
  return { closed };
}

describe('a server that is closed', () => {
  it('answers what is under way, and ends the connection with it', async () => {
    const begun = once(steps, 'begun');
    const answered = send(connection(), 'POST', '/slow');
    await begun;
    const { closed } = await close();
    steps.emit('answer');
    const { statusCode, headers } = await answered;
    expect([statusCode, headers.connection, effects]).toEqual([200, 'close', 1]);
    await closed;
  });

  it('answers a request that comes over an open connection while it closes, but is not ready', async () => {
    const [first, second] = [connection(), connection()];
    await send(first, 'GET', '/health');
    await send(second, 'GET', '/health');
    const port = (server.server.address() as AddressInfo).port;
    const { closed } = await close();
    const over = (agent: Agent, path: string) =>
      once(request({ host: '127.0.0.1', port, path, agent }).end(), 'response') as Promise<[IncomingMessage]>;
    const [health] = await over(first, '/health');
    const [ready] = await over(second, '/ready');
    expect([health.statusCode, health.headers.connection]).toEqual([200, 'close']);
    expect([ready.statusCode, ready.headers.connection]).toEqual([503, 'close']);
    await closed;
  });

  it('takes no new connection', async () => {
    const begun = once(steps, 'begun');
    const answered = send(connection(), 'POST', '/slow');
    await begun;
    const { port } = server.server.address() as AddressInfo;
    const { closed } = await close();
    const [thrown] = (await once(request({ host: '127.0.0.1', port }).end(), 'error')) as [NodeJS.ErrnoException];
    expect(thrown.code).toBe('ECONNREFUSED');
    steps.emit('answer');
    await answered;
    await closed;
  });

  it('does not wait for an answer without end', async () => {
    const begun = once(steps, 'begun');
    const refused = send(connection(), 'POST', '/slow').catch((thrown: unknown) => thrown);
    await begun;
    await server.close();
    expect(await refused).toMatchObject({ code: 'ECONNRESET' });
  });
});
