import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Answer, FixtureGraph } from './fixture-graph.ts';
import { startProtectedGraph } from './protected-graph.ts';
import { PROTOCOLS } from './stream-clients.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

const NAMES = 'query Names { products { id name } }';
const SEEN = {
  products: [
    { id: '1', name: 'Tray' },
    { id: '2', name: 'Lamp' },
  ],
};
const HIDDEN = {
  products: [
    { id: '1', name: null },
    { id: '2', name: null },
  ],
};
const folder = mkdtempSync(join(tmpdir(), 'galleria-authorization-'));

let issuer: TokenIssuer;
let graph: FixtureGraph;
let url: string;
beforeAll(async () => {
  issuer = await startTokenIssuer();
  const policies = join(folder, 'policies.mjs');
  writeFileSync(policies, 'export default () => ({ count: true, stock: true, everything: false })');
  graph = await startProtectedGraph({ env: { JWKS_URL: issuer.jwksUrl, POLICY_MODULE: policies } });
  url = `${await graph.router.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
});
afterAll(async () => {
  await graph.stop();
  await issuer.stop();
  rmSync(folder, { recursive: true });
});

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const asBearer = (token?: string): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

/** By whatever way a query can be sent. */
const WAYS: Record<string, (asked: FixtureGraph, token?: string) => Promise<Answer['body']>> = {
  POST: async (asked, token) => (await asked.ask(NAMES, { headers: asBearer(token) })).body,
  GET: async ({ router }, token) => {
    const response = await router.inject({
      url: `/graphql?query=${encodeURIComponent(NAMES)}`,
      headers: asBearer(token),
    });
    return response.json<Answer['body']>();
  },
  'its hash alone': async ({ router }, token) => {
    const persistedQuery = { version: 1, sha256Hash: hashOf(NAMES) };
    const payload = { query: NAMES, extensions: { persistedQuery } };
    await router.inject({ method: 'POST', url: '/graphql', payload });
    const response = await router.inject({
      method: 'POST',
      url: '/graphql',
      headers: asBearer(token),
      payload: { extensions: { persistedQuery } },
    });
    return response.json<Answer['body']>();
  },
  'a stream of events': async (_asked, token) => once('server-sent events', token),
  'a WebSocket': async (_asked, token) => once('WebSocket', token),
};

async function once(protocol: string, token?: string): Promise<Answer['body']> {
  const followed = await PROTOCOLS[protocol]!(url, NAMES, {}, token);
  const answer = await followed.next();
  await followed.leave();
  return answer as unknown as Answer['body'];
}

describe('what the graph lets not everybody see', () => {
  it('is told of with its place, in an answer that has the rest', async () => {
    const { status, body } = await graph.ask('{ product(id: "1") { id name } caller { userId } }');
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { product: { id: '1', name: null }, caller: null },
      errors: [
        {
          message: 'Unauthorized field or type: Product.name',
          path: ['product', 'name'],
          extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
        },
        {
          message: 'Unauthorized field or type: Query.caller',
          path: ['caller'],
          extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
        },
      ],
    });
    expect(graph.lines).toContainEqual(
      expect.objectContaining({
        msg: 'answered',
        errors: ['UNAUTHORIZED_FIELD_OR_TYPE', 'UNAUTHORIZED_FIELD_OR_TYPE'],
      }),
    );
  });

  it.each([
    ['a scope of the token is not enough alone', { scope: 'catalogue' }, HIDDEN],
    ['scopes of the token are, in one text', { scope: 'other names  catalogue' }, SEEN],
    ['scopes of the token are, in a list', { scope: ['catalogue', 'names'] }, SEEN],
    ['a role is, as a scope', { roles: ['CUSTOMER', 'ADMINISTRATOR'] }, SEEN],
    ['another role is not', { roles: ['CUSTOMER'] }, HIDDEN],
    ['a scope that is called like a role is none', { scope: 'role:ADMINISTRATOR' }, HIDDEN],
  ])('is seen by those who may: %s', async (_title, claims, data) => {
    const headers = asBearer(await issuer.issue(claims));
    expect((await graph.ask(NAMES, { headers })).body.data).toEqual(data);
  });

  it('refuses a token with a claim of scopes that cannot be read', async () => {
    const headers = asBearer(await issuer.issue({ scope: { all: true } as never }));
    const { status, body } = await graph.ask(NAMES, { headers });
    expect([status, body.errors?.[0]?.extensions?.['code']]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it.each(Object.keys(WAYS))('is nobody else’s, whoever asks first and by %s', async (way) => {
    const administrator = await issuer.issue({ roles: ['ADMINISTRATOR'] });
    const customer = await issuer.issue({ roles: ['CUSTOMER'] });
    const ask = async (token?: string) => (await WAYS[way]!(graph, token)).data;
    expect(await ask(administrator)).toEqual(SEEN);
    expect(await ask()).toEqual(HIDDEN);
    expect(await ask(customer)).toEqual(HIDDEN);
    const order = [administrator, undefined, customer, administrator];
    expect(await Promise.all(order.map(ask))).toEqual([SEEN, HIDDEN, HIDDEN, SEEN]);
  });

  it('is nobody’s when it was planned before anybody asked', async () => {
    const file = join(folder, 'operations.json');
    const operations = [{ id: hashOf(NAMES), name: 'Names', type: 'query', body: NAMES }];
    writeFileSync(file, JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
    const warm = await startProtectedGraph({ env: { JWKS_URL: issuer.jwksUrl, PERSISTED_OPERATIONS: file } });
    const ask = async (token?: string) => {
      const payload = { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(NAMES) } } };
      const headers = asBearer(token);
      return (await warm.router.inject({ method: 'POST', url: '/graphql', headers, payload })).json<Answer['body']>();
    };
    expect((await ask()).data).toEqual(HIDDEN);
    expect((await ask(await issuer.issue({ roles: ['ADMINISTRATOR'] }))).data).toEqual(SEEN);
    await warm.stop();
  });
});

describe('an event of which some is not for everybody', () => {
  const LEVEL = 'subscription ($id: ID!) { stockChanged(id: $id) { name available } }';

  it.each(Object.keys(PROTOCOLS))('is told to each by what that viewer may see, over %s', async (protocol) => {
    const follow = async (token?: string) => PROTOCOLS[protocol]!(url, LEVEL, { id: '1' }, token);
    const administrator = await follow(await issuer.issue({ roles: ['ADMINISTRATOR'] }));
    const visitor = await follow();
    const told = async (available: number) => {
      expect(await administrator.next()).toEqual({ data: { stockChanged: { name: 'Tray', available } } });
      const hidden = { data: { stockChanged: { name: null, available } } };
      expect(await visitor.next()).toMatchObject({ ...hidden, errors: [{ path: ['stockChanged', 'name'] }] });
    };
    await told(10);
    graph.stock.set('1', 9);
    await told(9);
    graph.stock.set('1', 10);
    await administrator.leave();
    await visitor.leave();
    await vi.waitFor(() => expect(graph.stock.changes.size).toBe(0), PATIENCE);
  });

  it('is followed by nobody who would be told nothing', async () => {
    const visitor = await PROTOCOLS['WebSocket']!(url, 'subscription { mine { id } }');
    expect(await visitor.next()).toMatchObject({
      data: { mine: null },
      errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
    });
    expect(await visitor.next()).toBeUndefined();
    expect(graph.stock.changes.size).toBe(0);
    await visitor.leave();
  });

  it('is told until the token ends', async () => {
    const token = await issuer.issue({ roles: ['ADMINISTRATOR'], lifetime: 2 });
    const administrator = await PROTOCOLS['WebSocket']!(url, LEVEL, { id: '2' }, token);
    expect(await administrator.next()).toEqual({ data: { stockChanged: { name: 'Lamp', available: 20 } } });
    expect(await administrator.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    await administrator.leave();
  });
});

it('a graph that protects something is not served by a gateway that enforces nothing', async () => {
  await expect(startProtectedGraph({ env: { ROUTER_ENGINE: 'apollo' } })).rejects.toThrow(/authenticated/);
});
