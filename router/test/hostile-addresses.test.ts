import { VIEWER_HEADER } from '@galleria/kit/graphql/viewer';
import { spellingsOf, waysToAsk } from '@galleria/platform/testing/network/hostile-requests';
import { sendRaw, type RawRequest } from '@galleria/platform/testing/network/raw-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

const CALLER = '{ caller { signedBy userId roles } }';
const VISITOR = JSON.stringify({ data: { caller: { signedBy: 'router', userId: null, roles: null } } });
const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const POST: RawRequest = {
  method: 'POST',
  target: '/graphql',
  headers: [JSON_TYPE],
  body: JSON.stringify({ query: CALLER }),
};

let graph: FixtureGraph;
let origin: string;
beforeAll(async () => {
  graph = await startFixtureGraph({ env: { SESSION_SERVICE: 'reviews' } });
  graph.reviews.answer = () => ({ data: { review: { text: 'fine' } } });
  origin = await graph.router.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => graph.stop());

describe('the router, for whatever way a visitor has to write a request,', () => {
  it.each(spellingsOf('/graphql'))('sees a visitor or refuses, at its address %s', async (_spelling, target) => {
    await expectVisitor({ ...POST, target });
  });

  it.each(waysToAsk('/graphql', CALLER, [[VIEWER_HEADER, 'forged']]))(
    'sees a visitor or refuses, asked by %s',
    async (_way, request) => {
      await expectVisitor(request);
    },
  );

  it.each([
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets/..\\..\\package.json',
    '/assets/graphiql.js%00.html',
    '/assets/%c0%ae%c0%ae/package.json',
    'file:///etc/passwd',
  ])('gives no file for %s', async (target) => {
    const { status, body } = await sendRaw(origin, { method: 'GET', target });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body).not.toContain('"galleria"');
  });
});

describe('the session of a browser', () => {
  const REVIEW = JSON.stringify({ query: '{ review { text } }' });
  const COOKIE = ['Cookie', 'galleria_refresh=abc-123'] as const;

  it.each<[string, NonNullable<RawRequest['headers']>]>([
    ['its header comes twice', [['X-Galleria-Session', 'cookie'], ['X-Galleria-Session', 'cookie'], COOKIE]],
    ['its header says more', [['X-Galleria-Session', 'cookie, cookie'], COOKIE]],
    ['its header is in upper case', [['X-Galleria-Session', 'COOKIE'], COOKIE]],
    ['its header is in the address', [['X-Forwarded-Uri', '/graphql?x-galleria-session=cookie'], COOKIE]],
  ])('goes nowhere when %s', async (_how, headers) => {
    const target = '/graphql?x-galleria-session=cookie';
    await sendRaw(origin, { method: 'POST', target, headers: [JSON_TYPE, ...headers], body: REVIEW });
    expect(graph.reviews.requests.at(-1)?.headers).not.toHaveProperty('cookie');
  });

  it.each(['/graphql', '/%67raphql'])('goes to its service at %s, in any order and case of headers', async (target) => {
    const headers = [COOKIE, ['x-GALLERIA-session', 'cookie'], JSON_TYPE] as const;
    await sendRaw(origin, { method: 'POST', target, headers, body: REVIEW });
    expect(graph.reviews.requests.at(-1)?.headers).toMatchObject({ cookie: 'galleria_refresh=abc-123' });
  });
});

describe('the access log', () => {
  it.each([
    ['/health', 'debug'],
    ['/%68ealth', 'debug'],
    ['/ready?a', 'debug'],
    ['/health/', 'info'],
    ['/health%2f..%2fgraphql', 'info'],
  ])('holds a request for %s at the level %s', async (target, level) => {
    graph.lines.length = 0;
    await sendRaw(origin, { method: 'GET', target });
    expect(graph.lines.filter(({ msg }) => msg === 'answered').map((line) => line['level'])).toEqual([level]);
  });
});

async function expectVisitor(request: RawRequest): Promise<void> {
  const { status, body } = await sendRaw(origin, request);
  expect(status, body).toBeLessThan(500);
  if (status === 200 && body.includes('"data"')) expect(body).toContain(VISITOR);
}
