import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const RESPONSE_JSON = 'application/graphql-response+json';

let graph: FixtureGraph;
beforeAll(async () => {
  graph = await startFixtureGraph({
    env: { ALLOWED_ORIGINS: 'https://shop.example', LIMIT_DEPTH: '4', LIMIT_ALIASES: '3' },
  });
});
afterAll(() => graph.stop());

describe('GraphQL over HTTP', () => {
  it('answers queries by GET', async () => {
    const { status, body } = await inject({
      url: `/graphql?query=${encodeURIComponent('{ product(id: "1") { name } }')}`,
    });
    expect(status).toBe(200);
    expect(body).toEqual({ data: { product: { name: 'Tray' } } });
  });

  it('refuses mutations by GET and says how to send them', async () => {
    const query = encodeURIComponent('mutation { rename(id: "1", name: "x") { id } }');
    const { status, headers } = await inject({ url: `/graphql?query=${query}` });
    expect(status).toBe(405);
    expect(headers['allow']).toBe('POST');
  });

  it.each(['PUT', 'PATCH', 'DELETE'] as const)('refuses %s', async (method) => {
    const { status, headers } = await inject({
      method,
      url: '/graphql',
      headers: JSON_TYPE,
      payload: { query: '{ __typename }' },
    });
    expect(status).toBe(405);
    expect(headers['allow']).toBe('GET, POST');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain;charset=UTF-8',
  ])('refuses what a form of another site’s page could send: %s', async (type) => {
    const query = 'mutation { rename(id: "1", name: "x") { id } }';
    const payload = JSON.stringify({ query });
    const asked = { method: 'POST', url: '/graphql', headers: { 'content-type': type }, payload } as const;
    const { status, body } = await inject(asked);
    expect([status, codes(body)]).toEqual([415, ['UNSUPPORTED_MEDIA_TYPE']]);
  });

  it.each<[string, InjectOptions, number, string]>([
    ['JSON that is none', { payload: '{ "query": ' }, 400, 'BAD_REQUEST'],
    ['an empty body', { payload: '' }, 400, 'BAD_REQUEST'],
    ['a body without a query', { payload: '{}' }, 400, 'BAD_REQUEST'],
    ['a batch', { payload: '[{"query":"{ __typename }"}]' }, 400, 'BAD_REQUEST'],
    ['a body of more than 1 MiB', { payload: JSON.stringify({ query: ' '.repeat(1_048_577) }) }, 413, 'BODY_TOO_LARGE'],
    [
      'another media type',
      { payload: '<a/>', headers: { 'content-type': 'application/xml' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['a syntax error', { payload: '{"query":"{"}' }, 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { payload: '{"query":"{ nope }"}' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a wrong variable',
      { payload: '{"query":"query ($id: ID!) { product(id: $id) { id } }"}' },
      400,
      'BAD_USER_INPUT',
    ],
  ])('answers %s with errors in GraphQL’s shape', async (_name, request, status, code) => {
    const answer = await inject({ method: 'POST', url: '/graphql', headers: JSON_TYPE, ...request });
    expect(answer.status).toBe(status);
    expect(codes(answer.body)).toEqual([code]);
    expect(answer.headers['content-type']).toBe(`${RESPONSE_JSON}; charset=utf-8`);
    expect(answer.headers['x-correlation-id']).toBeDefined();
  });

  it('answers an unknown path with JSON', async () => {
    const { status, body } = await inject({ url: '/nowhere' });
    expect(status).toBe(404);
    expect(codes(body)).toEqual(['NOT_FOUND']);
  });
});

describe('limits', () => {
  it('refuse an operation that is too deep', async () => {
    const { status, body } = await graph.ask('{ products { id ... { ... { __typename } } } }');
    expect([status, body.errors]).toEqual([200, undefined]);
    const tight = await startFixtureGraph({ env: { LIMIT_DEPTH: '1' } });
    const refused = await tight.ask('{ products { id } }');
    expect(refused.status).toBe(400);
    expect(refused.body.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'OPERATION_TOO_LARGE', reason: 'DEPTH' },
    ]);
    await tight.stop();
  });

  it('refuse an operation whose answer could be too large, by the variables that it comes with', async () => {
    const small = await startFixtureGraph({ env: { LIMIT_OBJECTS: '9' } });
    const refused = await small.ask('{ products { id } }');
    expect(refused.status).toBe(400);
    expect(refused.body.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'OPERATION_TOO_LARGE', reason: 'OBJECTS' },
    ]);
    expect(refused.body.errors?.[0]?.message).toContain('more than 9 objects');
    expect((await small.ask('{ product(id: "1") { id } }')).status).toBe(200);
    await small.stop();
  });

  it('refuse an operation with too many aliases', async () => {
    const { status, body } = await graph.ask('{ a: __typename b: __typename c: __typename d: __typename }');
    expect([status, codes(body)]).toEqual([400, ['OPERATION_TOO_LARGE']]);
  });

  it('refuse a document with too many tokens before it is parsed to its end', async () => {
    const { status, body } = await graph.ask(`{ ${'id '.repeat(5_000)} }`);
    expect([status, codes(body)]).toEqual([400, ['GRAPHQL_PARSE_FAILED']]);
    expect(body.errors).toHaveLength(1);
  });

  it('refuse some kilobytes of fragments that stand for more fields than could ever be counted', async () => {
    const fragments = Array.from(
      { length: 60 },
      (_, level) => `fragment F${level} on Product { ...F${level + 1} x${level}: id ...F${level + 1} }`,
    );
    const { status, body } = await graph.ask(
      `{ products { ...F0 } } ${fragments.join(' ')} fragment F60 on Product { id }`,
    );
    expect([status, codes(body)]).toEqual([400, expect.arrayContaining(['OPERATION_TOO_LARGE'])]);
  });
});

describe('other sites’ pages', () => {
  it('of an allowed origin may call the graph', async () => {
    const { status, headers } = await preflight('https://shop.example');
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe('https://shop.example');
    expect(headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('of any other origin may not', async () => {
    const { headers } = await preflight('https://evil.example');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

function preflight(origin: string) {
  return inject({
    method: 'OPTIONS',
    url: '/graphql',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
  });
}

async function inject(request: InjectOptions) {
  const response = await graph.router.inject({ ...request, headers: { accept: RESPONSE_JSON, ...request.headers } });
  return {
    status: response.statusCode,
    headers: response.headers,
    body: response.payload === '' ? {} : response.json<{ errors?: { extensions?: Record<string, unknown> }[] }>(),
  };
}

function codes(body: { errors?: { extensions?: Record<string, unknown> }[] }): unknown[] {
  return (body.errors ?? []).map(({ extensions }) => extensions?.['code']);
}
