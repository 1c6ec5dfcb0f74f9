import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStorefrontServer } from './storefront-server.ts';

const ROUTES = ['/', '/c/:category', '/p/:slug', '/orders/:id', '/account', '/account/addresses'];

let folder: string;
let upstream: FastifyInstance;
let server: FastifyInstance;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'galleria-storefront-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><script>theme()</script><div id="root"></div>');
  writeFileSync(join(folder, 'routes.json'), JSON.stringify(ROUTES));
  writeFileSync(join(folder, 'assets/app-1234.js'), 'run()');
  writeFileSync(join(folder, 'assets/Big-AbCd.js'), 'runToo()');
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
  it.each([
    '/',
    '/?lens',
    '/c/lighting',
    '/c/lighting/',
    '/C/lighting',
    '/p/lamp?lens',
    '/p/no-such-lamp',
    '/p/lamp.html',
    '/p/lamp%2Fshade',
    '/p/l%C3%A4mpchen',
    `/p/${'lamp-'.repeat(200)}`,
    '/%61ccount',
    '/account/addresses',
    '/orders/1',
  ])('gives the app for %s, never from a stale cache', async (url) => {
    const { statusCode, body, headers } = await open(url);
    expect(statusCode).toBe(200);
    expect(body).toContain('id="root"');
    expect(headers).toMatchObject({ 'cache-control': 'no-cache' });
    expect(headers).not.toHaveProperty('x-robots-tag');
  });

  it.each([
    '/nowhere',
    '/nowhere?q=1',
    '/nowhere/',
    '/c',
    '/c/',
    '/c//',
    '/p/lamp/shade',
    '/account/nowhere',
    '/account/addresses/1',
    '/a/b/c/d/e/f',
    '//account',
    '/account%2Faddresses',
    '/%zz',
    '/nowhere/%E0%A4%A',
    '/index.html/',
  ])('gives the app for %s too, which says that nothing is there, with 404 and for no search engine', async (url) => {
    const { statusCode, body, headers } = await open(url);
    expect(statusCode).toBe(404);
    expect(body).toContain('id="root"');
    expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'x-robots-tag': 'noindex' });
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8' });
    expect(headers).toHaveProperty('content-security-policy');
  });

  it.each(['/', '/c/lighting', '/nowhere', '/assets/app-1234.js', '/assets/app-0000.js'])(
    'tells HEAD of %s what GET gets, without it',
    async (url) => {
      const [head, get] = await Promise.all([server.inject({ method: 'HEAD', url }), server.inject({ url })]);
      expect([head.statusCode, head.body]).toEqual([get.statusCode, '']);
      expect(head.headers['content-length']).toBe(get.headers['content-length']);
      expect(head.headers['content-type']).toBe(get.headers['content-type']);
    },
  );

  it.each([
    ['/index.html', '/'],
    ['/index.html?lens=off&q=/x', '/?lens=off&q=/x'],
    ['/%69ndex.html', '/'],
  ])('leads from %s to %s', async (url, address) => {
    const { statusCode, headers } = await open(url);
    expect([statusCode, headers.location]).toEqual([301, address]);
  });

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

  it('finds a file by its name as it is written', async () => {
    expect((await open('/assets/Big-AbCd.js')).body).toBe('runToo()');
  });

  it.each([
    '/assets/app-0000.js',
    '/assets/app-0000',
    '/assets/',
    '/assets',
    '/nowhere.png',
    '/wp-login.php?x=1',
    '/.env',
    '/.well-known/security.txt',
    '/..%2f..%2fpackage.json',
  ])('gives no page for the file %s, which is not there', async (url) => {
    const { statusCode, body } = await open(url);
    expect(statusCode).toBe(404);
    expect(body).toBe('There is nothing here.');
  });

  it('gives no page to who sends something, or wants no page', async () => {
    const sent = await server.inject({ method: 'POST', url: '/nowhere', payload: {} });
    const data = await server.inject({ url: '/nowhere', headers: { accept: 'application/json' } });
    expect([sent.statusCode, data.statusCode]).toEqual([404, 404]);
    expect([sent.body, data.body]).toEqual(['There is nothing here.', 'There is nothing here.']);
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
