import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE } from '@galleria/platform/testing/patience';
import type { FastifyReply } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { askForParts, IN_PARTS, type AnswerOfParts, type PartsRequest } from './defer-clients.ts';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';
import { PROTOCOLS } from './stream-clients.ts';

const RATED = '{ product(id: "1") { name ... @defer(label: "rating") { rating } } }';
const FIRST = { data: { product: { name: 'Tray' } }, hasNext: true };
const RATING = { incremental: [{ path: ['product'], label: 'rating', data: { rating: 4 } }], hasNext: false };
const WHOLE = { data: { product: { name: 'Tray', rating: 4 } } };

let graph: FixtureGraph;
let url: string;
afterEach(() => graph.stop());

/** A router whose reviews answer when the test opens the gate. */
async function start(env: Record<string, string> = {}) {
  graph = await startFixtureGraph({ env });
  url = `${await graph.router.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
  let open = () => undefined as void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  graph.reviews.answer = async () => {
    await opened;
    return { data: { _entities: [{ rating: 4 }] } };
  };
  return { open };
}

const ask = (request: PartsRequest) => askForParts(url, request);

async function rest(answer: AnswerOfParts) {
  const parts = [];
  for (let part = await answer.next(); part !== undefined; part = await answer.next()) parts.push(part);
  return parts;
}

describe('an operation with @defer', () => {
  it('is answered without what is slow, which comes when it is there', async () => {
    const { open } = await start();
    const answer = await ask({ query: RATED });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('multipart/mixed;boundary="-";deferSpec=20220824');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.next()).toEqual(FIRST);
    open();
    expect(await rest(answer)).toEqual([RATING]);
  });

  it('is written as multipart/mixed is', async () => {
    const { open } = await start();
    open();
    const response = await fetch(`${url}?query=${encodeURIComponent(RATED)}`, { headers: { accept: IN_PARTS } });
    const header = 'content-type: application/json; charset=utf-8';
    const later = '{"incremental":[{"data":{"rating":4},"path":["product"],"label":"rating"}],"hasNext":false}';
    expect((await response.text()).split('\r\n')).toEqual([
      '',
      '---',
      ...[header, '', '{"data":{"product":{"name":"Tray"}},"hasNext":true}', '---'],
      ...[header, '', later, '-----'],
      '',
    ]);
  });

  it.each([
    ['JSON', 'application/json'],
    ['anything', '*/*'],
    ['parts of no known kind', 'multipart/mixed, application/json'],
    ['parts of another kind', 'multipart/mixed;deferSpec=20230621, application/json'],
  ])('has one whole answer for a client that takes %s', async (_what, accept) => {
    const { open } = await start();
    open();
    const answer = await ask({ query: RATED, headers: { accept } });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await rest(answer)).toEqual([WHOLE]);
  });

  it.each(['WebSocket', 'server-sent events'])('has one whole answer over %s', async (protocol) => {
    const { open } = await start();
    open();
    const followed = await PROTOCOLS[protocol]!(url, RATED);
    expect(await followed.next()).toEqual(WHOLE);
    await followed.leave();
  });

  it('is answered whole where it defers nothing, or is refused', async () => {
    await start();
    const plain = await ask({ query: '{ product(id: "1") { name ... @defer(if: false) { id } } }' });
    expect(plain.headers.get('content-type')).toContain('application/graphql-response+json');
    expect(await rest(plain)).toEqual([{ data: { product: { name: 'Tray', id: '1' } } }]);
    const refused = await ask({ query: '{ product(id: "1") { ... @defer { nothing } } }' });
    expect(refused.status).toBe(400);
    expect((await refused.next())?.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('is answered in parts by a client that takes events as well, and these where it asks for them', async () => {
    const { open } = await start();
    open();
    const headers = { accept: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0;deferSpec=20220824' };
    expect(await rest(await ask({ query: RATED, headers }))).toEqual([FIRST, RATING]);
    graph.stock.set('1', 7);
    const query = 'subscription { stockChanged(id: "1") { ... @defer { name } available } }';
    const followed = await ask({ query, headers });
    // The events of a subscription are whole.
    expect(await followed.next()).toEqual({ payload: { data: { stockChanged: { name: 'Tray', available: 7 } } } });
    followed.leave();
    await vi.waitFor(() => expect(graph.stock.changes.size).toBe(0), PATIENCE);
  });
});

describe('a service of which something is deferred', () => {
  it('that fails makes a hole in its part, with a masked error, and the log tells of it', async () => {
    const { open } = await start();
    open();
    graph.reviews.status = 500;
    graph.reviews.answer = () => ({ secret: 'hunter2' });
    const parts = await rest(await ask({ query: RATED }));
    expect(parts[0]).toEqual(FIRST);
    expect(parts[1]?.incremental).toMatchObject([
      { data: { rating: null }, errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'reviews' } }] },
    ]);
    expect(JSON.stringify(parts)).not.toContain('hunter2');
    await vi.waitFor(() => {
      const line = graph.lines.find(({ msg, path }) => msg === 'answered' && path === '/graphql');
      expect(line).toMatchObject({ status: 200, errors: ['SUBGRAPH_UNAVAILABLE'] });
    }, PATIENCE);
  });

  it('that does not answer in time makes a hole in its part', async () => {
    await start({ SUBGRAPH_TIMEOUT_MS: '2000' });
    const answer = await ask({ query: RATED });
    expect(await answer.next()).toEqual(FIRST);
    expect(await rest(answer)).toMatchObject([
      {
        incremental: [
          { data: { rating: null }, errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'reviews' } }] },
        ],
        hasNext: false,
      },
    ]);
  });

  it('is asked for it no more when the client goes', async () => {
    await start();
    let leave = () => undefined as void;
    const left = new Promise<void>((resolve) => (leave = resolve));
    graph.reviews.answer = (request) => {
      request.raw.socket.once('close', leave);
      return new Promise(() => undefined);
    };
    const answer = await ask({ query: RATED });
    await answer.next();
    await vi.waitFor(() => expect(graph.reviews.requests).toHaveLength(1), PATIENCE);
    answer.leave();
    await left;
  });

  it('is waited for by a router that stops', async () => {
    const { open } = await start();
    const answer = await ask({ query: RATED });
    await answer.next();
    const closed = graph.router.close();
    open();
    expect(await rest(answer)).toEqual([RATING]);
    await closed;
  });
});

describe('the parts of an answer', () => {
  it('begin with what services set for the session', async () => {
    await start({ SESSION_SERVICE: 'reviews' });
    graph.reviews.answer = (_request, reply: FastifyReply) => {
      void reply.header('set-cookie', 'galleria_refresh=def; Path=/graphql; HttpOnly');
      return { data: { review: { text: 'fine' } } };
    };
    const query = '{ review { text } ... @defer { products { name } } }';
    const answer = await ask({ query, headers: { 'x-galleria-session': 'cookie' } });
    expect(answer.headers.get('set-cookie')).toContain('galleria_refresh=def');
    expect(await answer.next()).toEqual({ data: { review: { text: 'fine' } }, hasNext: true });
  });

  it('count for the limits of an operation', async () => {
    await start({ LIMIT_SELECTIONS: '4' });
    const query = `{ product(id: "1") { ${'... @defer { name } '.repeat(2)} } }`;
    const refused = await ask({ query });
    expect((await refused.next())?.errors?.[0]?.extensions).toMatchObject({ code: 'OPERATION_TOO_LARGE' });
  });

  it('are given for an operation that is named by its hash', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'galleria-deferred-'));
    const file = join(folder, 'operations.json');
    const body = `query Rated ${RATED}`;
    const id = createHash('sha256').update(body).digest('hex');
    const operations = [{ id, name: 'Rated', type: 'query', body }];
    writeFileSync(file, JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
    const { open } = await start({ PERSISTED_OPERATIONS: file });
    open();
    const answer = await ask({ extensions: { persistedQuery: { version: 1, sha256Hash: id } } });
    expect(await rest(answer)).toEqual([FIRST, RATING]);
    rmSync(folder, { recursive: true });
  });
});
