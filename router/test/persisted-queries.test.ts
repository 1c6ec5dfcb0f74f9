import { createHash } from 'node:crypto';
import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { HttpLink } from '@apollo/client/link/http';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { afterEach, describe, expect, it } from 'vitest';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

const QUERY = '{ product(id: "1") { name } }';
const TRAY = { data: { product: { name: 'Tray' } } };

let graph: FixtureGraph;
afterEach(() => graph.stop());

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const persistedQuery = (text: string) => ({ version: 1, sha256Hash: sha256(text) });

interface Sent {
  readonly query?: string;
  readonly extensions?: object;
}

async function get({ query, extensions }: Sent, headers: Record<string, string> = {}) {
  const parameters = new URLSearchParams({
    ...(query === undefined ? {} : { query }),
    ...(extensions === undefined ? {} : { extensions: JSON.stringify(extensions) }),
  });
  return told(await graph.router.inject({ url: `/graphql?${parameters.toString()}`, headers }));
}

async function post(payload: Sent) {
  return told(await graph.router.inject({ method: 'POST', url: '/graphql', payload }));
}

interface Body {
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

function told(response: { readonly statusCode: number; json: () => Body }) {
  const body = response.json();
  const [error] = body.errors ?? [];
  return { status: response.statusCode, body, message: error?.message, code: error?.extensions.code };
}

describe('a query that is sent by its hash', () => {
  it('is not found until it was sent with its text, and is then, by GET as by POST', async () => {
    graph = await startFixtureGraph();
    const extensions = { persistedQuery: persistedQuery(QUERY) };
    const notFound = { status: 200, message: 'PersistedQueryNotFound', code: 'PERSISTED_QUERY_NOT_FOUND' };
    expect(await get({ extensions })).toMatchObject(notFound);
    expect(await get({ extensions }, { accept: 'application/graphql-response+json' })).toMatchObject(notFound);
    expect(await post({ extensions })).toMatchObject(notFound);
    expect(await get({ query: QUERY, extensions })).toMatchObject({ status: 200, body: TRAY });
    expect(await get({ extensions })).toMatchObject({ status: 200, body: TRAY });
    expect(await post({ extensions })).toMatchObject({ status: 200, body: TRAY });
  });

  it.each([
    ['of another text', persistedQuery(`${QUERY} `), 'PERSISTED_QUERY_HASH_MISMATCH'],
    ['in capitals', { version: 1, sha256Hash: sha256(QUERY).toUpperCase() }, 'PERSISTED_QUERY_HASH_MISMATCH'],
    ['of another version', { ...persistedQuery(QUERY), version: 2 }, 'BAD_REQUEST'],
    ['of no version', { sha256Hash: sha256(QUERY) }, 'BAD_REQUEST'],
  ])('is refused with a hash %s, and nothing is learned', async (_what, wrong, code) => {
    graph = await startFixtureGraph();
    expect(await get({ query: QUERY, extensions: { persistedQuery: wrong } })).toMatchObject({ status: 400, code });
    const { sha256Hash } = wrong;
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    expect((await get({ extensions })).code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it.each(['{ nothing }', '{'])('takes no room where it is refused: %s', async (query) => {
    graph = await startFixtureGraph();
    const extensions = { persistedQuery: persistedQuery(query) };
    expect((await post({ query, extensions })).body).not.toHaveProperty('data');
    expect((await post({ extensions })).code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('may be a change by POST alone', async () => {
    graph = await startFixtureGraph();
    const query = 'mutation { rename(id: "1", name: "x") { name } }';
    const extensions = { persistedQuery: persistedQuery(query) };
    expect(await post({ query, extensions })).toMatchObject({ body: { data: { rename: { name: 'x' } } } });
    expect(await get({ extensions })).toMatchObject({ status: 405 });
    expect(await post({ extensions })).toMatchObject({ body: { data: { rename: { name: 'x' } } } });
  });

  it('is not supported where none is learned, and answered by its text', async () => {
    graph = await startFixtureGraph({ env: { PERSISTED_QUERY_CACHE_MIB: '0' } });
    const extensions = { persistedQuery: persistedQuery(QUERY) };
    const notSupported = { status: 200, message: 'PersistedQueryNotSupported', code: 'PERSISTED_QUERY_NOT_SUPPORTED' };
    expect(await get({ extensions })).toMatchObject(notSupported);
    expect(await post({ query: QUERY, extensions })).toMatchObject({ status: 200, body: TRAY });
    expect(await post({ extensions })).toMatchObject(notSupported);
  });
});

describe('Apollo Client', () => {
  /** What it sends, as `hash`, `text` or both. */
  async function sent(env: Record<string, string>): Promise<string[]> {
    graph = await startFixtureGraph({ env });
    const uri = `${await graph.router.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
    const requests: string[] = [];
    const recording: typeof fetch = async (url, options) => {
      const { searchParams } = new URL(url instanceof Request ? url.url : url);
      const body = typeof options?.body === 'string' ? options.body : JSON.stringify([...searchParams]);
      const parts = [body.includes('sha256Hash') ? 'hash' : '', body.includes('product(') ? 'text' : ''];
      requests.push(`${options?.method} ${parts.filter((part) => part !== '').join(' and ')}`);
      return fetch(url, options);
    };
    const link = new PersistedQueryLink({ sha256, useGETForHashedQueries: true }).concat(
      new HttpLink({ uri, fetch: recording }),
    );
    const client = new ApolloClient({
      link,
      cache: new InMemoryCache(),
      defaultOptions: { watchQuery: { errorPolicy: 'all' }, query: { errorPolicy: 'all' } },
    });
    const query = gql('query Tray { product(id: "1") { name } }');
    for (let times = 0; times < 2; times += 1) {
      const { data } = await client.query({ query, fetchPolicy: 'network-only' });
      expect(data).toMatchObject({ product: { name: 'Tray' } });
    }
    client.stop();
    return requests;
  }

  it('teaches a query once, and then sends its hash', async () => {
    expect(await sent({})).toEqual(['GET hash', 'POST hash and text', 'GET hash']);
  });

  it('sends texts where none is learned', async () => {
    expect(await sent({ PERSISTED_QUERY_CACHE_MIB: '0' })).toEqual(['GET hash', 'POST text', 'POST text']);
  });
});
