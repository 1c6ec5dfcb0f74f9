import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';
import { LEVEL, PROTOCOLS } from './stream-clients.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

let issuer: TokenIssuer;
let graph: FixtureGraph;
let url: string;
beforeAll(async () => {
  issuer = await startTokenIssuer();
  graph = await startFixtureGraph({ env: { JWKS_URL: issuer.jwksUrl } });
  url = `${await graph.router.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
});
afterAll(async () => {
  await graph.stop();
  await issuer.stop();
});

describe('an event', () => {
  it('lets nobody who asks afterwards share what was asked before', async () => {
    const query = '{ review { text } }';
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    graph.reviews.answer = () => held.then(() => ({ data: { review: { text: 'fine' } } }));
    const before = graph.reviews.requests.length;
    const first = graph.ask(query);
    await vi.waitFor(() => expect(graph.reviews.requests).toHaveLength(before + 1), PATIENCE);
    const followed = await PROTOCOLS[Object.keys(PROTOCOLS)[0]!]!(url, LEVEL, { id: '1' });
    await followed.next();
    const second = graph.ask(query);
    await vi.waitFor(() => expect(graph.reviews.requests).toHaveLength(before + 2), PATIENCE);
    answer();
    for (const { body } of await Promise.all([first, second])) expect(body.data?.['review']).toEqual({ text: 'fine' });
    await followed.leave();
  });
});

describe.each(Object.keys(PROTOCOLS))('a subscription over %s', (protocol) => {
  const follow = (query: string, variables?: Record<string, unknown>, token?: string) =>
    PROTOCOLS[protocol]!(url, query, variables, token);
  const level = (id: string, available: number, name: string | null = 'Tray') => ({
    data: { stockChanged: { id, name, available } },
  });
  let id: string;
  beforeEach(() => {
    id = '1';
    graph.stock.set(id, 10);
  });

  it('tells what there is, and then each change, completed from the rest of the graph', async () => {
    const followed = await follow(LEVEL, { id });
    expect(await followed.next()).toEqual(level(id, 10));
    graph.stock.set(id, 9);
    expect(await followed.next()).toEqual(level(id, 9));
    graph.stock.set(id, 8);
    expect(await followed.next()).toEqual(level(id, 8));
    await followed.leave();
    await vi.waitFor(() => expect(graph.stock.changes.size).toBe(0), PATIENCE);
  });

  it('is one at the subgraph for all who ask the same, and ends with the last of them', async () => {
    const all = await Promise.all([follow(LEVEL, { id }), follow(LEVEL, { id }), follow(LEVEL, { id })]);
    for (const followed of all) expect(await followed.next()).toEqual(level(id, 10));
    expect(graph.stock.changes.size).toBe(1);
    await all[0]?.leave();
    graph.stock.set(id, 7);
    for (const followed of all.slice(1)) expect(await followed.next()).toEqual(level(id, 7));
    for (const followed of all.slice(1)) await followed.leave();
    await vi.waitFor(() => expect(graph.stock.changes.size).toBe(0), PATIENCE);
  });

  it('is refused with the subgraph’s own words', async () => {
    const followed = await follow(LEVEL, { id: 'none' });
    expect((await followed.next())?.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await followed.leave();
  });

  it('is refused where it is not valid', async () => {
    const followed = await follow('subscription { nothing }');
    expect((await followed.next())?.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    await followed.leave();
  });

  it('goes on when its subgraph restarts, and misses nothing', async () => {
    const followed = await follow(LEVEL, { id });
    expect(await followed.next()).toEqual(level(id, 10));
    await graph.stopSubgraph('stock');
    graph.stock.set(id, 3);
    await graph.startSubgraph('stock');
    expect(await followed.next()).toEqual(level(id, 3));
    await followed.leave();
  });

  it('is asked by a viewer, and ends with the token', async () => {
    const token = await issuer.issue({ subject: '2', lifetime: 2 });
    const followed = await follow('subscription { mine { id available } }', {}, token);
    expect(await followed.next()).toEqual({ data: { mine: { id: '2', available: 20 } } });
    expect((await followed.next())?.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await followed.next()).toBeUndefined();
  });

  it('is refused to a visitor where somebody has to be signed in', async () => {
    const followed = await follow('subscription { mine { id } }');
    expect((await followed.next())?.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    await followed.leave();
  });
});

describe('the router', () => {
  const overSocket = PROTOCOLS['WebSocket']!;

  it('answers a subscription with words where no events are taken', async () => {
    const { body } = await graph.ask(LEVEL, { variables: { id: '1' } });
    expect(body.errors?.[0]?.extensions?.['code']).toBe('SUBSCRIPTION_NEEDS_A_STREAM');
  });

  it('answers queries and mutations over a WebSocket, too', async () => {
    const followed = await overSocket(url, '{ product(id: "2") { name available } }');
    expect(await followed.next()).toEqual({ data: { product: { name: 'Lamp', available: 20 } } });
    expect(await followed.next()).toBeUndefined();
  });

  it('takes no token that is none', async () => {
    const followed = await overSocket(url, '{ product(id: "2") { name } }', {}, 'no token');
    expect((await followed.next())?.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('closes a connection that does not speak the protocol', async () => {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.send('{"type":"nonsense"}');
    expect(await closed).toBe(4400);
    expect(graph.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});
