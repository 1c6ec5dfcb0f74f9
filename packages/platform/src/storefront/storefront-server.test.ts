import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStorefrontServer } from './storefront-server.ts';

let folder: string;
let upstream: FastifyInstance;
let server: FastifyInstance;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'galleria-storefront-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><script>theme()</script><div id="root"></div>');
  writeFileSync(join(folder, 'assets/app-1234.js'), 'run()');
  upstream = fastify();
  upstream.post('/graphql', async (request) => ({ saw: request.body, session: request.headers['x-galleria-session'] }));
  upstream.get('/ready', async ({ headers }) => ({ status: 'ready', from: headers['x-forwarded-for'] }));
  upstream.get('/images/lamp/front.avif', async (_request, reply) => reply.type('image/avif').send('a picture'));
  await upstream.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(upstream.server.address() as AddressInfo).port}`;
  server = await createStorefrontServer({ folder, routerUrl: url, imagesUrl: url });
});

afterAll(async () => {
  await Promise.all([server.close(), upstream.close(), rm(folder, { recursive: true })]);
});

const open = (url: string) => server.inject({ url, headers: { accept: 'text/html' } });

describe('the server of the storefront', () => {
  it.each(['/', '/c/lighting', '/p/lamp?lens', '/orders/1'])(
    'gives the app for %s, never from a stale cache',
    async (url) => {
      const { statusCode, body, headers } = await open(url);
      expect(statusCode).toBe(200);
      expect(body).toContain('id="root"');
      expect(headers['cache-control']).toBe('no-cache');
    },
  );

  it('allows the page its own script inside, by its hash, and no other', async () => {
    const policy = String((await open('/')).headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'self' 'sha256-[^']+'(;|$)/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });

  it('lets browsers keep what is named after its content', async () => {
    const { headers, body } = await open('/assets/app-1234.js');
    expect(body).toBe('run()');
    expect(headers['cache-control']).toContain('immutable');
  });

  it('gives no page for a file that is not there', async () => {
    expect((await open('/assets/app-0000.js')).statusCode).toBe(404);
  });

  it('passes the graph, its readiness and the pictures on', async () => {
    const headers = { 'x-galleria-session': 'cookie' };
    const graph = await server.inject({ method: 'POST', url: '/graphql', payload: { query: '{ a }' }, headers });
    expect(graph.json()).toEqual({ saw: { query: '{ a }' }, session: 'cookie' });
    expect((await open('/services')).json()).toMatchObject({ status: 'ready' });
    expect((await open('/images/lamp/front.avif')).body).toBe('a picture');
  });

  it('adds the address of the client to those that are said to be before it, so that none can be invented', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    const { body } = await server.inject({ url: '/services', headers, remoteAddress: '198.51.100.9' });
    expect(JSON.parse(body)).toEqual({ status: 'ready', from: '203.0.113.7, 198.51.100.9' });
    expect((await server.inject({ url: '/services', remoteAddress: '198.51.100.9' })).json()).toMatchObject({
      from: '198.51.100.9',
    });
  });

  it('compresses what the graph answers, and no pictures', async () => {
    const headers = { 'accept-encoding': 'gzip, br' };
    const payload = { note: 'lamp '.repeat(1_000) };
    const answer = await server.inject({ method: 'POST', url: '/graphql', payload, headers });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(answer.rawPayload).toString())).toMatchObject({ saw: payload });
    const picture = await server.inject({ url: '/images/lamp/front.avif', headers });
    expect(picture.headers['content-encoding']).toBeUndefined();
  });

  it('answers with a code while the router is away', async () => {
    const alone = await createStorefrontServer({
      folder,
      routerUrl: 'http://127.0.0.1:9',
      imagesUrl: 'http://127.0.0.1:9',
    });
    const { statusCode, body } = await alone.inject({ method: 'POST', url: '/graphql', payload: {} });
    expect(statusCode).toBe(503);
    expect(body).toContain('GRAPH_UNREACHABLE');
    await alone.close();
  });
});
