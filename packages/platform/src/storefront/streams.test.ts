import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStorefrontServer } from './storefront-server.ts';

const PAGE = '<!doctype html><div id="root"></div>';
const OPENING = ':\n\n';
const CHUNK = Buffer.alloc(65_536, 'x');
const UPGRADE = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-protocol': 'graphql-transport-ws' };

let folder: string;
let router: Server;
let shop: FastifyInstance;
let port: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'galleria-streams-'));
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'routes.json'), '["/"]');
  router = createServer();
  await new Promise<void>((resolve) => router.listen(0, '127.0.0.1', resolve));
  const routerUrl = `http://127.0.0.1:${(router.address() as AddressInfo).port}`;
  shop = await createStorefrontServer({ folder, routerUrl, imagesUrl: routerUrl });
  await shop.listen({ host: '127.0.0.1', port: 0 });
  port = (shop.server.address() as AddressInfo).port;
});
afterEach(async () => {
  router.closeAllConnections();
  router.close();
  await Promise.all([shop.close(), rm(folder, { recursive: true })]);
});

describe.each(['text/event-stream; charset=utf-8', 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0'])(
  'a stream of %s',
  (type) => {
    it('is passed on piece by piece, and ends where the router ends it', async () => {
      const { answer, response } = await open(type);
      const pieces = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      for (const piece of [': one\n\n', ': two\n\n']) {
        answer.write(piece);
        expect(String((await pieces.next()).value)).toBe(piece);
      }
      expect(response.headers['content-type']).toBe(type);
      answer.end();
      expect((await pieces.next()).done).toBe(true);
      expect(response.complete).toBe(true);
    });

    it('is broken off where the router breaks it off', async () => {
      const { answer, response } = await open(type);
      const broken = once(response, 'error');
      response.resume();
      answer.destroy();
      expect((await broken)[0]).toMatchObject({ code: 'ECONNRESET' });
    });

    it('ends at the router when the browser leaves', async () => {
      const { answer, response } = await open(type);
      response.destroy();
      await once(answer, 'close');
    });

    it('holds the router up for a browser that takes nothing, and goes on with it', async () => {
      const { answer, response } = await open(type);
      let written = 0;
      // Until nothing has been taken for a while: far more than what systems keep for a connection.
      while (answer.writableLength < 4 * CHUNK.length && written < 1_000 * CHUNK.length) {
        answer.write(CHUNK);
        written += CHUNK.length;
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(written).toBeLessThan(1_000 * CHUNK.length);
      answer.end();
      let taken = 0;
      for await (const piece of response as AsyncIterable<Buffer>) taken += piece.length;
      expect(taken).toBe(written);
    });

    it('is broken off when the server stops', async () => {
      const { response } = await open(type);
      response.resume();
      const broken = once(response, 'error');
      await shop.close();
      expect((await broken)[0]).toMatchObject({ code: 'ECONNRESET' });
    });
  },
);

describe('a WebSocket', () => {
  it('is passed on both ways, with the address of the browser', async () => {
    const { client, atRouter, seen } = await openSocket();
    expect(seen.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', upgrade: 'websocket' });
    for (const [from, to] of [
      [client, atRouter],
      [atRouter, client],
    ] as const) {
      from.write('said');
      expect(String((await once(to, 'data'))[0])).toBe('said');
    }
  });

  it('ends with either side, after what was said', async () => {
    for (const side of ['client', 'atRouter'] as const) {
      const sockets = await openSocket();
      const other = sockets[side === 'client' ? 'atRouter' : 'client'];
      sockets[side].end('last words');
      const heard: Buffer[] = [];
      for await (const piece of other as AsyncIterable<Buffer>) heard.push(piece);
      expect(Buffer.concat(heard).toString()).toBe('last words');
    }
  });

  it('ends at the router when the browser is gone without a word', async () => {
    const { client, atRouter } = await openSocket();
    atRouter.resume();
    client.resetAndDestroy();
    await once(atRouter, 'end');
  });

  it('ends when the server stops', async () => {
    const { client, atRouter } = await openSocket();
    client.on('error', () => undefined).resume();
    const closed = Promise.all([once(client, 'close'), once(atRouter.resume(), 'end')]);
    await shop.close();
    await closed;
  });

  it('is refused as the router refuses it, and while the router is away', async () => {
    router.once('upgrade', (_request, socket) =>
      socket.end('HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n'),
    );
    expect(await refusedWith('/graphql')).toBe(429);
    router.close();
    router.closeAllConnections();
    expect(await refusedWith('/graphql')).toBe(503);
  });

  it('is none at another address', async () => {
    expect(await refusedWith('/')).toBe(200);
    expect(await refusedWith('/graphql/other')).toBe(404);
  });
});

it('answers who offers HTTP/2 with a request as if nothing were offered, body and all', async () => {
  router.on('request', (asked: IncomingMessage, answer: ServerResponse) => void asked.pipe(answer));
  const socket = connect(port, '127.0.0.1');
  const offer = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'];
  const body = '{"query":"{ a }"}';
  const head = ['POST /graphql HTTP/1.1', 'Host: shop', 'Content-Type: application/json', ...offer];
  socket.write(`${[...head, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body.slice(0, 5)}`);
  socket.write(body.slice(5));
  let answer = '';
  for await (const piece of socket as AsyncIterable<Buffer>) {
    answer += String(piece);
    if (answer.includes(body)) break;
  }
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
});

/** What the router answers, and what the browser gets of it. */
async function open(type: string): Promise<{ readonly answer: ServerResponse; readonly response: IncomingMessage }> {
  const asked = once(router, 'request') as Promise<[IncomingMessage, ServerResponse]>;
  const headers = { 'content-type': 'application/json', accept: type, 'accept-encoding': 'gzip' };
  const sent = request({ port, path: '/graphql', method: 'POST', headers });
  sent.on('error', () => undefined).end('{}');
  const [, answer] = await asked;
  answer.writeHead(200, { 'content-type': type });
  answer.write(OPENING);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  await once(response, 'readable');
  expect(String(response.read())).toBe(OPENING);
  return { answer, response };
}

async function openSocket() {
  const upgraded = once(router, 'upgrade') as Promise<[IncomingMessage, Socket]>;
  const sent = request({ port, path: '/graphql', headers: UPGRADE });
  sent.end();
  const [seen, atRouter] = await upgraded;
  atRouter.write('HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
  const [, client] = (await once(sent, 'upgrade')) as [IncomingMessage, Socket];
  return { client, atRouter, seen };
}

async function refusedWith(path: string): Promise<number | undefined> {
  const sent = request({ port, path, headers: { ...UPGRADE, accept: 'text/html' } });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}
