import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { spellingsOf } from '../testing/network/hostile-requests.ts';
import { sendRaw } from '../testing/network/raw-http.ts';
import { createStorefrontServer } from './storefront-server.ts';

const PAGE = '<!doctype html><div id="root"></div>';
const SECRET = 'what lies beside the pages';

let directory: string;
let upstream: FastifyInstance;
let server: FastifyInstance;
let shop: string;
/** The addresses that the server behind was asked for. */
const passedOn: string[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'galleria-hostile-'));
  // The folder's own path may hold any name, also that of a folder inside.
  const folder = join(directory, 'assets', 'pages');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'routes.json'), JSON.stringify(['/', '/c/:category', '/orders/:id']));
  writeFileSync(join(folder, 'assets/app-1234.js'), 'run()');
  writeFileSync(join(folder, '../secret.txt'), SECRET);
  writeFileSync(join(directory, 'secret.txt'), SECRET);
  upstream = fastify();
  upstream.addHook('onRequest', async ({ url, headers }) => void passedOn.push(`${headers.host} ${url}`));
  upstream.setNotFoundHandler(async (_request, reply) => reply.code(200).send('from behind'));
  const url = await upstream.listen({ host: '127.0.0.1', port: 0 });
  server = await createStorefrontServer({ folder, routerUrl: url, imagesUrl: url });
  shop = await server.listen({ host: '127.0.0.1', port: 0 });
});
beforeEach(() => void passedOn.splice(0));

afterAll(async () => {
  await Promise.all([server.close(), upstream.close(), rm(directory, { recursive: true })]);
});

const HTML = [['Accept', 'text/html']] as const;
const behind = () => new URL(`http://127.0.0.1:${(upstream.server.address() as { port: number }).port}`).host;

describe('the server of the storefront passes on', () => {
  it.each(spellingsOf('/graphql'))(
    'nothing but the graph’s own address, asked for it %s',
    async (_spelling, target) => {
      const { status } = await sendRaw(shop, { method: 'GET', target, headers: HTML });
      expect(status).toBeLessThan(500);
      const own = target.includes('?') ? '/graphql?a=b' : '/graphql';
      expect(passedOn.filter((seen) => seen !== `${behind()} ${own}`)).toEqual([]);
    },
  );

  it.each([
    ['application/json;', 200],
    ['application/json; charset', 200],
    ['application/json;charset=utf-8', 200],
    ['json', 415],
    ['', 415],
  ])('an operation with the content type "%s", or says what is wrong with it', async (type, expected) => {
    const headers = [['Content-Type', type]] as const;
    const { status } = await sendRaw(shop, { method: 'POST', target: '/graphql', headers, body: '{}' });
    expect(status).toBe(expected);
    expect(passedOn).toEqual(expected === 200 ? [`${behind()} /graphql`] : []);
  });

  it('an operation whose sender waits to be asked for its body', async () => {
    const headers = { expect: '100-continue', 'content-type': 'application/json', 'content-length': '2' };
    const sent = request(`${shop}/graphql`, { method: 'POST', headers });
    sent.flushHeaders();
    await once(sent, 'continue');
    sent.end('{}');
    const [{ statusCode }] = (await once(sent, 'response')) as [{ statusCode: number }];
    expect(statusCode).toBe(200);
  });

  it.each(spellingsOf('/services'))('no more than readiness, asked for services %s', async (_spelling, target) => {
    await sendRaw(shop, { method: 'GET', target, headers: HTML });
    const own = target.includes('?') ? '/ready?a=b' : '/ready';
    expect(passedOn.filter((seen) => seen !== `${behind()} ${own}`)).toEqual([]);
  });

  it.each([
    '/images/../graphql',
    '/images/lamp/../../graphql',
    '/images/%2e%2e/graphql',
    '/images/%2e%2e/%2e%2e',
    '/images/..%2f..%2fgraphql/x',
    '/images/lamp/..%2f..%2fgraphql',
    '/images/lamp/..%5c..%5cgraphql',
    '/images/lamp\\..\\..\\graphql',
    '/images/lamp/x\\..\\..\\..\\graphql',
    '/images/..\\graphql/x',
    '/images/lamp/front.avif/more',
    '/images/.well-known',
    '/graphql/../ready',
    '/graphql/sub',
    '/services/../graphql',
    '/%2f%2felsewhere.example/graphql',
    '//elsewhere.example/graphql',
    'http://elsewhere.example/images/../graphql',
  ])('nothing for %s', async (target) => {
    const { status } = await sendRaw(shop, { method: 'GET', target, headers: HTML });
    expect(status).toBeLessThan(500);
    expect(passedOn).toEqual([]);
  });

  it('a picture and the graph, however their names are spelt', async () => {
    await sendRaw(shop, { method: 'GET', target: '/%69mages/l%61mp/front.avif?v=1' });
    await sendRaw(shop, { method: 'GET', target: '/%67raphql?a=b' });
    expect(passedOn).toEqual([`${behind()} /images/l%61mp/front.avif?v=1`, `${behind()} /graphql?a=b`]);
  });

  it.each(['POST', 'PUT', 'DELETE'])('no %s of a picture or of the readiness', async (method) => {
    for (const target of ['/images/lamp/front.avif', '/services'])
      expect((await sendRaw(shop, { method, target })).status).toBe(404);
    expect(passedOn).toEqual([]);
  });

  it.each(['elsewhere.example', 'localhost:1', '../x', '[::1', 'a b', ''])(
    'the address that it was told, also to a client that says Host: %s',
    async (host) => {
      const { status } = await sendRaw(shop, { method: 'GET', target: '/graphql', headers: [['Host', host]] });
      expect(status).toBeLessThan(500);
      expect(passedOn.filter((seen) => seen !== `${behind()} /graphql`)).toEqual([]);
    },
  );
});

describe('the server of the storefront gives', () => {
  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/assets\\..\\..\\secret.txt',
    '/%252e%252e/secret.txt',
    '/%c0%ae%c0%ae/secret.txt',
    '/%c0%ae%c0%ae%c0%afsecret.txt',
    '/%uff0e%uff0e/secret.txt',
    '/....//secret.txt',
    '/assets/app-1234.js%00/../../secret.txt',
    '/%00/../secret.txt',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    'http://localhost/../secret.txt',
    'file:///etc/passwd',
  ])('no file beside its pages for %s', async (target) => {
    const { status, body } = await sendRaw(shop, { method: 'GET', target, headers: [['Accept', '*/*']] });
    expect(status).toBeLessThan(500);
    // An address of no file at all is one of the app's.
    if (status === 200) expect(body).toContain(PAGE);
    expect(body).not.toContain(SECRET);
  });

  it.each([
    '/assets/app-0000.js',
    '/assets/app-0000%2ejs',
    '/assets/app-0000.%6as',
    '/assets%2fapp-0000.js',
    '/x.j%73?a',
  ])('no page for the missing file %s', async (target) => {
    expect((await sendRaw(shop, { method: 'GET', target, headers: HTML })).status).toBe(404);
  });

  it.each([
    '/',
    '/index.html',
    '/%69ndex.html',
    '/c/lighting',
    '/c/l%2eighting',
    '/orders/1?page=x.js',
    '/graphql/sub',
  ])('the page with its policy, and never from a stale cache, at %s', async (target) => {
    const { status, headers, body } = await sendRaw(shop, { method: 'GET', target, headers: HTML });
    if (status !== 200) return expect(status).toBeLessThan(500);
    expect(body).toContain(PAGE);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['cache-control']).toBe('no-cache');
  });
});
