import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { METHODS, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { InjectOptions } from 'fastify';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

const QUERY = '{ product(id: "1") { name } }';
const TRAY = { data: { product: { name: 'Tray' } } };
const TWO = 'query One { product(id: "1") { name } } query Two { product(id: "2") { name } }';
const RESPONSE_JSON = 'application/graphql-response+json';

let graph: FixtureGraph;
let url: string;
beforeAll(async () => {
  graph = await startFixtureGraph();
  await graph.router.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(graph.router.server.address() as AddressInfo).port}/graphql`;
});
afterAll(() => graph.stop());

describe('the audits of graphql-http', () => {
  it.each(serverAudits({ url: () => url, fetchFn: fetch }).map((audit) => [`${audit.id} ${audit.name}`, audit]))(
    '%s',
    async (_name, audit) => {
      const result = await audit.fn();
      expect('reason' in result ? result.reason : result.status).toBe('ok');
    },
  );
});

describe('which operation of a document is meant', () => {
  it.each(['', null, undefined])('is the only one for the name %j', async (operationName) => {
    expect(await post({ query: QUERY, operationName })).toMatchObject({ status: 200, body: TRAY });
  });

  it('is a mutation never by GET, whatever its name is called', async () => {
    const query = 'mutation M { rename(id: "1", name: "x") { id } }';
    for (const operationName of ['', 'M', undefined]) {
      const search = new URLSearchParams({
        query,
        ...(operationName === undefined ? {} : { operationName }),
      }).toString();
      const { status, headers, codes } = await send({ url: `/graphql?${search}` });
      expect([status, headers['allow'], codes]).toEqual([405, 'POST', ['METHOD_NOT_ALLOWED']]);
    }
  });

  it.each([
    ['has a name that is not there', TWO, 'Three'],
    ['is not said, of several', TWO, undefined],
    ['is not said, with an empty name, of several', TWO, ''],
    ['has a name that is not there, of one', QUERY, 'One'],
  ])('is refused when it %s', async (_name, query, operationName) => {
    const { status, codes } = await post({ query, operationName }, { accept: RESPONSE_JSON });
    expect([status, codes]).toEqual([400, ['OPERATION_RESOLUTION_FAILURE']]);
  });
});

describe('a persisted query', () => {
  const persistedQuery = (text: string) => ({
    persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(text).digest('hex') },
  });

  it('is known by its hash from the first time on', async () => {
    const query = `${QUERY} # asked by its hash`;
    const extensions = persistedQuery(query);
    expect((await post({ extensions })).codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect((await post({ query, extensions })).body).toEqual(TRAY);
    expect((await post({ extensions })).body).toEqual(TRAY);
  });

  it('is refused with the hash of another', async () => {
    const { status, codes } = await post({ query: QUERY, extensions: persistedQuery(TWO) });
    expect([status, codes]).toEqual([400, ['PERSISTED_QUERY_HASH_MISMATCH']]);
  });
});

describe('a request', () => {
  it.each(['/graphql/', '/graphql/?', '/%67raphql/'])('may be for %s', async (path) => {
    expect(await post({ query: QUERY }, {}, path)).toMatchObject({ status: 200, body: TRAY });
  });

  it.each([
    ['multipart/mixed', 200, 'application/json'],
    ['multipart/mixed;deferSpec=20220824, application/json', 200, 'application/json'],
    ['multipart/mixed;subscriptionSpec=1.0', 200, 'application/json'],
    [`${RESPONSE_JSON}, application/json;q=0.9`, 200, RESPONSE_JSON],
    ['application/*', 200, 'application/json'],
    ['text/html, */*;q=0.1', 200, 'application/json'],
  ])('that accepts %s is answered', async (accept, status, type) => {
    const answer = await post({ query: QUERY }, { accept });
    expect([answer.status, answer.body, answer.headers['content-type']]).toEqual([
      status,
      TRAY,
      `${type}; charset=utf-8`,
    ]);
  });

  it.each(['application/xml', 'text/plain', 'application/json;q=0', 'image/png, text/css'])(
    'that accepts %s only is refused in the shape of GraphQL',
    async (accept) => {
      const { status, codes } = await post({ query: QUERY }, { accept });
      expect([status, codes]).toEqual([406, ['NOT_ACCEPTABLE']]);
    },
  );

  it.each(['gzip', 'br', 'deflate, gzip'])('whose body is compressed by %s is told how to send it', async (coding) => {
    const payload = gzipSync(JSON.stringify({ query: QUERY }));
    const { status, headers, codes } = await send({
      ...{ method: 'POST', url: '/graphql', payload },
      headers: { 'content-type': 'application/json', 'content-encoding': coding },
    });
    expect([status, headers['accept-encoding'], codes]).toEqual([415, 'identity', ['UNSUPPORTED_CONTENT_ENCODING']]);
  });

  // Node 20 does not know QUERY: its parser refuses it before anybody is asked.
  it.each(METHODS.filter((method) => !['GET', 'POST', 'HEAD', 'CONNECT'].includes(method)))(
    'by %s is refused, and told the methods that there are',
    async (method) => {
      for (const suffix of ['', '/', '?query={__typename}']) {
        const asked = request(url + suffix, { method }).end();
        const [response] = (await once(asked, 'response')) as [IncomingMessage];
        response.resume();
        expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, POST']);
      }
    },
  );

  it.each<[string, InjectOptions]>([
    ['a parameter twice', { url: '/graphql?query={__typename}&query={__typename}' }],
    ['variables that are no JSON', { url: '/graphql?query={__typename}&variables={' }],
    ['variables that are a list', { url: '/graphql?query={__typename}&variables=[]' }],
    ['extensions that are a text', { url: '/graphql?query={__typename}&extensions="x"' }],
    ['nothing', { url: '/graphql' }],
  ])('by GET with %s is refused', async (_name, options) => {
    const { status, codes } = await send(options);
    expect([status, codes]).toEqual([400, ['BAD_REQUEST']]);
  });

  it.each([
    ['brackets', '[', ']'],
    ['braces of a value', '{a:', '}'],
  ])('with thousands of %s inside each other is too large', async (_name, open, close) => {
    const value = open.repeat(9_000) + close.repeat(9_000);
    const { status, codes } = await post({ query: `{ product(id: ${value}) { name } }` });
    expect([status, codes]).toEqual([400, ['OPERATION_TOO_LARGE']]);
  });

  it('with thousands of fields inside each other is too large, closed or not', async () => {
    for (const end of ['', '}'.repeat(9_000)]) {
      const { status, codes } = await post({ query: '{a'.repeat(9_000) + end });
      expect([status, codes]).toEqual([400, ['OPERATION_TOO_LARGE']]);
    }
  });
});

describe('a body', () => {
  it.each([
    ['null', 'The body must be a JSON object.'],
    ['"{ __typename }"', 'The body must be a JSON object.'],
    ['{"query":7}', 'query must be a text.'],
    [
      '{"query":"{ __typename }","variables":[],"operationName":{}}',
      'operationName must be a text; variables must be an object.',
    ],
  ])('of %s is refused with what is wrong', async (payload, message) => {
    const asked = {
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      payload,
    } as const;
    const { status, body } = await send(asked);
    expect([status, body.errors]).toEqual([400, [{ message, extensions: { code: 'BAD_REQUEST' } }]]);
  });
});

describe('a mistake of a client', () => {
  it('is no error of ours in the log', async () => {
    const errors = () => graph.lines.filter(({ level }) => level === 'error' || Number(level) >= 50);
    const before = errors();
    await post({ query: '{' });
    await post({ query: '{ nope }' });
    await post({ query: TWO, operationName: 'Three' });
    await post({ query: 'query ($id: ID!) { product(id: $id) { name } }', variables: { id: {} } });
    await post({ query: QUERY }, { accept: 'image/png' });
    await post({ query: 7 });
    await send({ method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: '{' });
    expect(errors()).toEqual(before);
  });
});

describe('the hosted Sandbox', () => {
  let development: FixtureGraph;
  beforeAll(async () => {
    development = await startFixtureGraph({ env: { NODE_ENV: 'development' } });
  });
  afterAll(() => development.stop());
  const preflight = (origin: string, { router } = development) =>
    router.inject({
      ...{ method: 'OPTIONS', url: '/graphql' },
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-private-network': 'true',
      },
    });

  it('may ask an address of this machine while people develop', async () => {
    const { headers } = await preflight('https://studio.apollographql.com');
    expect(headers['access-control-allow-private-network']).toBe('true');
  });

  it.each(['https://evil.example', 'https://studio.apollographql.com.evil.example', 'null'])(
    'is the only page that may: not %s',
    async (origin) => {
      const { headers } = await preflight(origin);
      expect(headers['access-control-allow-private-network']).toBeUndefined();
      expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it('may no more where nobody develops', async () => {
    const shop = await startFixtureGraph({ env: { ALLOWED_ORIGINS: 'https://studio.apollographql.com' } });
    const { headers } = await preflight('https://studio.apollographql.com', shop);
    expect(headers['access-control-allow-origin']).toBe('https://studio.apollographql.com');
    expect(headers['access-control-allow-private-network']).toBeUndefined();
    await shop.stop();
  });
});

function post(body: Record<string, unknown>, headers: Record<string, string> = {}, path = '/graphql') {
  return send({
    ...{ method: 'POST', url: path },
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  });
}

async function send(asked: InjectOptions) {
  const response = await graph.router.inject(asked);
  const body = response.json<{ data?: unknown; errors?: { extensions?: Record<string, unknown> }[] }>();
  const codes = (body.errors ?? []).map(({ extensions }) => extensions?.['code']);
  return { status: response.statusCode, headers: response.headers, body, codes };
}
