import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

let graph: FixtureGraph;
afterEach(() => graph.stop());

describe('a subgraph that is down', () => {
  it('makes a hole and leaves the rest of the answer', async () => {
    graph = await startFixtureGraph({ down: ['stock'] });
    const { status, body, text } = await graph.ask('{ products { name available } }');
    expect(status).toBe(200);
    expect(body.data).toEqual({
      products: [
        { name: 'Tray', available: null },
        { name: 'Lamp', available: null },
      ],
    });
    expect(body.errors).toHaveLength(1);
    expect(body.errors?.[0]).toMatchObject({
      path: ['products'],
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'stock' },
    });
    expectNothingInternal(text);
  });

  it('does not keep the router from starting, and is used as soon as it is up', async () => {
    graph = await startFixtureGraph({ down: ['products', 'stock', 'reviews'] });
    const before = await graph.ask('{ products { name } }');
    expect(before.body.errors?.[0]?.extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', service: 'products' });
    await graph.startSubgraph('products');
    await graph.startSubgraph('stock');
    const after = await graph.ask('{ products { name available } }');
    expect(after.body).toEqual({
      data: {
        products: [
          { name: 'Tray', available: 10 },
          { name: 'Lamp', available: 20 },
        ],
      },
    });
  });

  it('that comes back on its port is used again', async () => {
    graph = await startFixtureGraph();
    await graph.ask('{ products { available } }');
    await graph.stopSubgraph('stock');
    expect((await graph.ask('{ products { available } }')).body.errors).toHaveLength(1);
    await graph.startSubgraph('stock');
    expect((await graph.ask('{ products { available } }')).body.errors).toBeUndefined();
  });
});

describe('a subgraph that does not answer in time', () => {
  it('counts as unavailable', async () => {
    // Long enough for the one that does answer, on a machine that is busy.
    graph = await startFixtureGraph({ env: { SUBGRAPH_TIMEOUT_MS: '2000' } });
    graph.reviews.answer = () => new Promise(() => undefined);
    const { body, text } = await graph.ask('{ products { name rating } review { text } }');
    expect(body.data).toEqual({
      products: [
        { name: 'Tray', rating: null },
        { name: 'Lamp', rating: null },
      ],
      review: null,
    });
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'SUBGRAPH_UNAVAILABLE', service: 'reviews' },
      { code: 'SUBGRAPH_UNAVAILABLE', service: 'reviews' },
    ]);
    expectNothingInternal(text);
  });

  it('is not asked a second time', async () => {
    graph = await startFixtureGraph({ env: { SUBGRAPH_TIMEOUT_MS: '100' } });
    graph.reviews.answer = () => new Promise(() => undefined);
    await graph.ask('{ review { text } }');
    expect(graph.reviews.requests).toHaveLength(1);
  });
});

describe('a subgraph that answers something else than GraphQL', () => {
  it.each([
    ['a web page', 502, '<html>nginx/1.2 upstream http://10.0.0.7:4003</html>'],
    ['JSON of another kind', 200, { message: 'hello from http://10.0.0.7' }],
    ['an error without a message', 200, { errors: [{}] }],
  ])('(%s) counts as unavailable', async (_name, status, answer) => {
    graph = await startFixtureGraph();
    graph.reviews.status = status;
    graph.reviews.answer = () => answer;
    const { body, text } = await graph.ask('{ review { text } }');
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', service: 'reviews' });
    expectNothingInternal(text);
  });
});

describe('readiness', () => {
  it('tells which subgraphs are up, and the router is ready all the same', async () => {
    graph = await startFixtureGraph({ down: ['stock'] });
    const response = await graph.router.inject('/ready');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      status: 'degraded',
      subgraphs: { products: 'up', stock: 'down', reviews: 'up' },
    });
  });

  it('is full once all subgraphs are up', async () => {
    graph = await startFixtureGraph({ down: ['stock'] });
    await graph.router.inject('/ready');
    await graph.startSubgraph('stock');
    await vi.waitFor(
      async () =>
        expect((await graph.router.inject('/ready')).json()).toEqual({
          status: 'ready',
          subgraphs: { products: 'up', stock: 'up', reviews: 'up' },
        }),
      PATIENCE,
    );
  });

  it('leaves health alone', async () => {
    graph = await startFixtureGraph({ down: ['products', 'stock', 'reviews'] });
    expect((await graph.router.inject('/health')).statusCode).toBe(200);
  });
});

function expectNothingInternal(text: string): void {
  expect(text).not.toMatch(/https?:|127\.0\.0\.1|10\.0\.0\.7|localhost|ECONN|stack|\.ts|node_modules/i);
}
