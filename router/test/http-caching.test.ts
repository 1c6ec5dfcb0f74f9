import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startScriptedGraph, type AskedSubgraph, type ScriptedGraph } from './scripted-graph.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';
const SCHEMAS = {
  shop: `${LINK} type Query { product: Product shelf: String } type Mutation { touch: String }
    type Product @key(fields: "id") { id: ID! name: String }`,
  stock: `${LINK} type Product @key(fields: "id") { id: ID! available: Int }`,
};
const NAME = '{ product { name } }';
const BOTH = '{ product { name available } }';
const SHOP = 'https://shop.example';

let issuer: TokenIssuer;
let graph: ScriptedGraph;
/** What each subgraph says in Cache-Control. */
let kept: Record<string, string | undefined>;
let name: string;

beforeAll(async () => void (issuer = await startTokenIssuer()));
afterAll(() => issuer.stop());
beforeEach(() => start());
afterEach(() => graph.stop());

async function start(env: Record<string, string> = {}): Promise<void> {
  graph = await startScriptedGraph(SCHEMAS, { JWKS_URL: issuer.jwksUrl, ...env });
  kept = { shop: 'max-age=60, public', stock: 'max-age=5, public' };
  name = 'Tray';
  const product = () => ({ product: { __typename: 'Product', id: '1', name }, shelf: 'top', touch: 'done' });
  graph.scripts['shop'] = (asked) => says(asked, kept['shop'], { data: product() });
  graph.scripts['stock'] = (asked) => says(asked, kept['stock'], { data: { _entities: [{ available: 7 }] } });
}

function says({ reply }: AskedSubgraph, cacheControl: string | undefined, answer: object): object {
  if (cacheControl !== undefined) void reply.header('cache-control', cacheControl);
  return answer;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

async function post(query: string, headers: Record<string, string> = {}) {
  const payload = { query };
  return graph.router.inject({ method: 'POST', url: '/graphql', headers, payload });
}

/** By its hash alone, as clients ask whose answers caches may keep. */
async function get(query: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') {
  const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hashOf(query) } });
  return graph.router.inject({ method, url: `/graphql?extensions=${encodeURIComponent(extensions)}`, headers });
}

async function learn(query: string): Promise<void> {
  const extensions = { persistedQuery: { version: 1, sha256Hash: hashOf(query) } };
  await graph.router.inject({ method: 'POST', url: '/graphql', payload: { query, extensions } });
}

const kind = async (query: string, headers?: Record<string, string>) =>
  (await post(query, headers)).headers['cache-control'];

describe('Cache-Control of an answer', () => {
  it('is the least of what all parts say', async () => {
    expect(await kind(NAME)).toBe('public, max-age=60');
    expect(await kind(BOTH)).toBe('public, max-age=5');
    kept['shop'] = 'public,max-age=2';
    expect(await kind(BOTH)).toBe('public, max-age=2');
    kept['shop'] = 'Public, Max-Age="3", stale-while-revalidate=9';
    expect(await kind(BOTH)).toBe('public, max-age=3');
  });

  it('lets the client alone keep it, where a part does not say that it is for everybody', async () => {
    for (const said of ['max-age=60, private', 'max-age=60']) {
      kept['shop'] = said;
      expect(await kind(NAME)).toBe('private, max-age=60');
      expect(await kind(BOTH)).toBe('private, max-age=5');
    }
  });

  it('lets the client alone keep it, where it is for an account', async () => {
    const authorization = `Bearer ${await issuer.issue({ subject: 'ada' })}`;
    expect(await kind(NAME, { authorization })).toBe('private, max-age=60');
  });

  it.each([undefined, 'no-store', 'max-age=0, public', 'max-age=60, no-cache', 'max-age=x', 'public'])(
    'lets nobody keep it, where a part says %s',
    async (said) => {
      kept['stock'] = said;
      expect(await kind(BOTH)).toBe('no-store');
      expect(await kind(NAME)).toBe('public, max-age=60');
    },
  );

  it('lets nobody keep an answer with an error, although its part says otherwise', async () => {
    const errors = [{ message: 'No.', extensions: { code: 'NO' } }];
    graph.scripts['shop'] = (asked) => says(asked, 'max-age=60, public', { data: { product: null }, errors });
    expect(await kind(NAME)).toBe('no-store');
    const data = { product: { __typename: 'Product', id: null } };
    graph.scripts['shop'] = (asked) => says(asked, 'max-age=60, public', { data });
    expect(await kind('{ product { id } }')).toBe('no-store');
    graph.scripts['shop'] = ({ reply }) => reply.hijack().raw.destroy();
    expect(await kind(NAME)).toBe('no-store');
  });

  it('lets nobody keep a change, a refusal, or what is not from a subgraph', async () => {
    const others = ['mutation { touch }', '{ nothing }', '{', '{ __typename }', '{ __schema { queryType { name } } }'];
    for (const query of others) expect(await kind(query)).toBe('no-store');
    expect(await kind(NAME, { authorization: 'Bearer none' })).toBe('no-store');
    expect((await get('{ product { id } }')).headers['cache-control']).toBe('no-store');
    expect((await graph.router.inject({ method: 'PUT', url: '/graphql' })).headers['cache-control']).toBe('no-store');
  });

  it('lets nobody keep what the service says that keeps sessions', async () => {
    await graph.stop();
    await start({ SESSION_SERVICE: 'stock' });
    expect(await kind(BOTH)).toBe('no-store');
    expect(await kind(NAME)).toBe('public, max-age=60');
  });
});

describe('Vary of an answer', () => {
  it('names what it differs by', async () => {
    expect((await post(NAME)).headers['vary']).toBe('accept, authorization');
    await graph.stop();
    await start({ ALLOWED_ORIGINS: SHOP });
    const { headers } = await post(NAME, { origin: SHOP });
    expect([headers['vary'], headers['access-control-allow-origin']]).toEqual(['origin, accept, authorization', SHOP]);
  });
});

describe('a persisted query by GET', () => {
  beforeEach(() => learn(NAME));

  it('is not sent again to a client that has the answer', async () => {
    const first = await get(NAME);
    expect([first.statusCode, first.json()]).toEqual([200, { data: { product: { name: 'Tray' } } }]);
    const etag = String(first.headers['etag']);
    for (const ifNoneMatch of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(NAME, { 'if-none-match': ifNoneMatch });
      expect([again.statusCode, again.payload]).toEqual([304, '']);
      expect(again.headers).toMatchObject({ etag, 'cache-control': 'public, max-age=60', vary: first.headers['vary'] });
      expect(again.headers).not.toHaveProperty('content-type');
    }
    expect((await get(NAME, { 'if-none-match': etag }, 'HEAD')).statusCode).toBe(304);
  });

  it('is sent again when the answer is another, or of another media type', async () => {
    const etag = String((await get(NAME)).headers['etag']);
    const other = await get(NAME, { 'if-none-match': etag, accept: 'application/graphql-response+json' });
    expect(other.statusCode).toBe(200);
    expect(other.headers['etag']).not.toBe(etag);
    name = 'Lamp';
    const changed = await get(NAME, { 'if-none-match': `${etag}, "x` });
    expect([changed.statusCode, changed.json()]).toEqual([200, { data: { product: { name: 'Lamp' } } }]);
    expect(changed.headers['etag']).not.toBe(etag);
  });

  it('has no ETag where nobody may keep it', async () => {
    kept['shop'] = undefined;
    const { statusCode, headers } = await get(NAME, { 'if-none-match': '*' });
    expect(statusCode).toBe(200);
    expect(headers).not.toHaveProperty('etag');
  });

  it('is the only one that has an ETag', async () => {
    expect((await post(NAME, { 'if-none-match': '*' })).headers).not.toHaveProperty('etag');
    const byText = await graph.router.inject({ url: `/graphql?query=${encodeURIComponent(NAME)}` });
    expect(byText.headers['cache-control']).toBe('public, max-age=60');
    expect(byText.headers).not.toHaveProperty('etag');
  });
});
