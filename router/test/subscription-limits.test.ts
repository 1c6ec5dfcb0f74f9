import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';
import { LEVEL, PROTOCOLS, type Followed } from './stream-clients.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

let issuer: TokenIssuer;
let graph: FixtureGraph;
let url: string;
beforeEach(async () => {
  issuer = await startTokenIssuer();
  const LIMITS = {
    LIMIT_SUBSCRIPTIONS: '4',
    LIMIT_SUBSCRIPTIONS_PER_VIEWER: '1',
    LIMIT_SUBSCRIPTIONS_PER_ADDRESS: '2',
  };
  graph = await startFixtureGraph({ env: { JWKS_URL: issuer.jwksUrl, ...LIMITS } });
  url = `${await graph.router.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
  graph.stock.set('1', 10);
});
afterEach(async () => {
  await graph.stop();
  await issuer.stop();
});

describe.each(Object.keys(PROTOCOLS))('over %s', (protocol) => {
  const follow = (token?: string, query = LEVEL) => PROTOCOLS[protocol]!(url, query, { id: '1' }, token);
  const first = async (followed: Followed) => {
    const { data, errors } = (await followed.next()) ?? {};
    return errors?.[0]?.extensions ?? data;
  };
  const told = { stockChanged: { id: '1', name: 'Tray', available: 10 } };
  const REFUSED = { code: 'TOO_MANY_SUBSCRIPTIONS', reason: 'CLIENT' };

  it('one more than a client may follow is refused, and a place that is left is another’s', async () => {
    const visitors = [await follow(), await follow()];
    for (const visitor of visitors) expect(await first(visitor)).toEqual(told);
    expect(await first(await follow())).toEqual(REFUSED);
    // Who is signed in does not share an address.
    const [ada, eve, mallory] = await Promise.all(['1', '2', '3'].map((subject) => issuer.issue({ subject })));
    expect(await first(await follow(ada))).toEqual(told);
    expect(await first(await follow(ada))).toEqual(REFUSED);
    expect(await first(await follow(eve))).toEqual(told);
    expect(await first(await follow(mallory))).toEqual({ ...REFUSED, reason: 'ROUTER' });
    await visitors[0]?.leave();
    await vi.waitFor(async () => expect(await first(await follow(mallory))).toEqual(told), PATIENCE);
  });

  it('nothing that ends at once takes a place', async () => {
    for (let times = 0; times < 3; times += 1) {
      expect(await first(await follow(undefined, '{ product(id: "2") { name } }'))).toEqual({
        product: { name: 'Lamp' },
      });
      const refused = await follow(undefined, 'subscription { mine { id } }');
      expect(await first(refused)).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    expect(await first(await follow())).toEqual(told);
  });
});

it('a refusal is 429 over HTTP, and says when to come back', async () => {
  const followed = await Promise.all([1, 2].map(() => PROTOCOLS['server-sent events']!(url, LEVEL, { id: '1' })));
  for (const one of followed) await one.next();
  const { status, headers } = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: LEVEL, variables: { id: '1' } }),
  });
  expect([status, headers.get('retry-after')]).toEqual([429, '5']);
});

it('an operation over a WebSocket has its line in the log when it ends, as a request has', async () => {
  const followed = await PROTOCOLS['WebSocket']!(url, `${LEVEL.replace('subscription', 'subscription Level')}`, {
    id: '1',
  });
  await followed.next();
  const lines = () => graph.lines.filter(({ msg, method }) => msg === 'answered' && method === 'WEBSOCKET');
  expect(lines()).toEqual([]);
  await followed.leave();
  await vi.waitFor(() => expect(lines()).toHaveLength(1), PATIENCE);
  const refused = await PROTOCOLS['WebSocket']!(url, 'query Broken { nothing }');
  await refused.next();
  await vi.waitFor(() => expect(lines()).toHaveLength(2), PATIENCE);
  expect(lines()[0]).toMatchObject({ path: '/graphql', operation: 'Level', ms: expect.any(Number) as number });
  expect(lines()[0]).not.toHaveProperty('errors');
  expect(lines()[1]).toMatchObject({ errors: ['GRAPHQL_VALIDATION_FAILED'] });
});

it('what one connection asks for has an id of its own each, which goes on to services', async () => {
  const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, lazyCloseTimeout: 60_000 });
  const ask = async () => {
    const answers = client.iterate({ query: 'query Asked { caller { correlationId } }' });
    const { value } = (await answers.next()) as { value: { data: { caller: { correlationId: string } } } };
    return value.data.caller.correlationId;
  };
  const ids = [await ask(), await ask()];
  await client.dispose();
  expect(new Set(ids).size).toBe(2);
  const logged = () => graph.lines.filter(({ operation }) => operation === 'Asked');
  await vi.waitFor(() => expect(logged().map(({ correlationId }) => correlationId)).toEqual(ids), PATIENCE);
});
