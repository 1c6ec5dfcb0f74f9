import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startFixtureGraph, SDL, type FixtureGraph } from './fixture-graph.ts';
import { PROTOCOLS } from './stream-clients.ts';

const WEIGHED = SDL.products
  .replace('import: ["@key"]', 'import: ["@key", "@cost", "@listSize"]')
  .replace('products: [Product!]', 'products: [Product!] @listSize(assumedSize: 30)')
  .replace('name: String }', 'name: String @cost(weight: 3) }');

let graph: FixtureGraph;
let url: string;
beforeAll(async () => {
  graph = await startFixtureGraph({
    env: { NODE_ENV: 'development', LIMIT_OBJECTS: '100' },
    sdl: { products: WEIGHED },
  });
  url = `${await graph.router.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
});
afterAll(() => graph.stop());

const costOf = (body: object) => (body as { extensions?: { cost?: unknown } }).extensions?.cost;
const logged = (operation: string) =>
  graph.lines.filter((line) => line['msg'] === 'answered' && line['operation'] === operation).map(({ cost }) => cost);

describe('what an operation costs', () => {
  it('is in the answer, in development, and in the log: what it could and what it did', async () => {
    const { body } = await graph.ask('query Cheap { products { id } }');
    expect(costOf(body)).toEqual({ estimated: 30, actual: 2 });
    const { body: changed } = await graph.ask('mutation Change { rename(id: "1", name: "x") { name } }');
    expect(costOf(changed)).toEqual({ estimated: 14, actual: 14 });
    await vi.waitFor(() => {
      expect(logged('Cheap')).toEqual([{ estimated: 30, actual: 2 }]);
      expect(logged('Change')).toEqual([{ estimated: 14, actual: 14 }]);
    }, PATIENCE);
  });

  it('is told with the limit where it is more, and nobody is asked', async () => {
    const { status, body } = await graph.ask('query Dear { products { name } }');
    expect([status, body.errors?.[0]?.extensions]).toEqual([400, { code: 'OPERATION_TOO_LARGE', reason: 'OBJECTS' }]);
    expect(body.errors?.[0]?.message).toContain('as much as 120 objects, and more than 100 objects are refused');
    await vi.waitFor(() => expect(logged('Dear')).toEqual([{ estimated: 120 }]), PATIENCE);
    expect(body).toMatchObject({ extensions: { trace: [] } });
  });

  it('is that of all parts when it is deferred', async () => {
    const { payload } = await graph.router.inject({
      method: 'POST',
      url: '/graphql',
      headers: { accept: 'multipart/mixed;deferSpec=20220824' },
      payload: { query: 'query Deferred { product(id: "1") { id ... @defer { name } } }' },
    });
    expect(payload.match(/"cost":\{[^}]*\}/g)).toEqual(['"cost":{"estimated":4,"actual":4}']);
  });

  it('is that of all events when it is followed', async () => {
    const followed = await PROTOCOLS['WebSocket']!(url, 'subscription Level { stockChanged(id: "1") { available } }');
    await followed.next();
    graph.stock.set('1', 8);
    await followed.next();
    await followed.leave();
    await vi.waitFor(() => expect(logged('Level')).toEqual([{ estimated: 1, actual: 2 }]), PATIENCE);
  });
});

it('what an operation costs is nobody’s business in production', async () => {
  const closed = await startFixtureGraph({ env: { NODE_ENV: 'production' } });
  expect((await closed.ask('{ products { id } }')).body).not.toHaveProperty('extensions');
  await closed.stop();
});
