import { describe, expect, it } from 'vitest';
import type { FetchOptions } from '../execution/subgraph-call.ts';
import { allParts, askInParts } from './in-parts.ts';
import { composeLocal, createLocalGraph, localSubgraphs } from './local-graph.ts';
import { createLocalPlanner } from './local-planner.ts';
import { SHOP } from './shop.ts';

const PLANNER = createLocalPlanner(composeLocal(SHOP));
const answers = localSubgraphs(SHOP);

/** The shop, of which one service is scripted. */
function createFailingShop(failing: string, reply: (options: FetchOptions<undefined>) => unknown) {
  return createLocalGraph(SHOP, {
    planner: PLANNER,
    fetch: async (service, request, options) =>
      service === failing ? reply(options) : answers(service, request, options),
  });
}

const refuse = async () => Promise.reject(new Error('connect ECONNREFUSED http://10.0.0.7/graphql'));

describe('what is deferred', () => {
  it('has holes and its own error where its service fails, and the rest is whole', async () => {
    const query = '{ products(first: 2) { slug ... @defer { inStock } } }';
    const [first, ...later] = await allParts(createFailingShop('stock', refuse), query);
    expect(first).toEqual({ data: { products: [{ slug: 'tray' }, { slug: 'lamp' }] }, hasNext: true });
    const extensions = { code: 'SUBGRAPH_FAILED', serviceName: 'stock' };
    expect(later).toEqual([
      {
        incremental: [
          {
            path: ['products', 0],
            data: { inStock: null },
            errors: [{ message: 'A service gave no answer.', path: ['products'], extensions }],
          },
          { path: ['products', 1], data: { inStock: null } },
        ],
        hasNext: false,
      },
    ]);
  });

  it('is null for those objects that it cannot be without something, and for no others', async () => {
    const graph = createFailingShop('reviews', () => ({
      data: { _entities: [{ reviews: null }, { reviews: [] }] },
      errors: [{ message: 'No reviews.', path: ['_entities', 0, 'reviews'] }],
    }));
    const [first, later] = await allParts(graph, '{ products(first: 2) { slug ... @defer { reviews { stars } } } }');
    expect(first?.data).toEqual({ products: [{ slug: 'tray' }, { slug: 'lamp' }] });
    expect(later?.incremental).toEqual([
      {
        path: ['products', 0],
        data: null,
        errors: [
          {
            message: 'No reviews.',
            path: ['products', 0, 'reviews'],
            extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'reviews' },
          },
        ],
      },
      { path: ['products', 1], data: { reviews: [] } },
    ]);
  });

  it('has the error of a field that came with the first part already', async () => {
    const graph = createLocalGraph(SHOP, { planner: PLANNER });
    const parts = await allParts(graph, '{ fragile { sound deep { ... @defer { sound broken } } } }');
    expect(parts).toMatchObject([
      { data: { fragile: { sound: 'yes', deep: {} } }, hasNext: true },
      {
        incremental: [
          {
            path: ['fragile', 'deep'],
            data: { sound: 'deep', broken: null },
            errors: [{ path: ['fragile', 'deep', 'broken'] }],
          },
        ],
        hasNext: false,
      },
    ]);
    expect(parts[0]).not.toHaveProperty('errors');
  });

  it('is not there where what is around it is not', async () => {
    const graph = createFailingShop('products', refuse);
    const [only, ...later] = await allParts(graph, '{ products { slug ... @defer { inStock } } }');
    expect(only).toMatchObject({ data: null, errors: [{ extensions: { code: 'SUBGRAPH_FAILED' } }], hasNext: false });
    expect(later).toEqual([]);
    expect(graph.calls.map(({ service }) => service)).toEqual(['products']);
  });

  it('is not there where a null takes away what is around it', async () => {
    const graph = createFailingShop('reviews', refuse);
    const parts = await allParts(
      graph,
      '{ product(id: "1") { size { width ... @defer { height } } reviews { stars } } }',
    );
    expect(parts).toMatchObject([{ data: { product: null }, errors: [{}], hasNext: false }]);
  });

  it('below another one is not there where that one is null', async () => {
    const graph = createFailingShop('reviews', refuse);
    const query = '{ product(id: "1") { ... @defer { reviews { author { ... @defer { name } } } } } }';
    expect(await allParts(graph, query)).toMatchObject([
      { data: { product: {} }, hasNext: true },
      { incremental: [{ path: ['product'], data: null, errors: [{}] }], hasNext: false },
    ]);
  });
});

describe('a client that goes', () => {
  const query = '{ product(id: "1") { slug ... @defer { inStock } } }';
  /** Never answers, and tells when it need not any more. */
  const createWaitingShop = () => {
    let [ask, end] = [() => undefined as void, () => undefined as void];
    const isAsked = new Promise<void>((resolve) => (ask = resolve));
    const isEnded = new Promise<void>((resolve) => (end = resolve));
    const graph = createFailingShop('stock', ({ signal }) => {
      ask();
      return new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => {
          end();
          reject(new Error('aborted'));
        }),
      );
    });
    return { graph, isAsked, isEnded };
  };

  it('ends the calls for what is deferred', async () => {
    const { graph, isAsked, isEnded } = createWaitingShop();
    const leaving = new AbortController();
    const parts = askInParts(graph, query, { signal: leaving.signal });
    await parts.next();
    await isAsked;
    leaving.abort();
    await isEnded;
    expect((await parts.next()).value).toMatchObject({ hasNext: false });
  });

  it('ends them as well when it takes no more parts, also those of a mutation', async () => {
    for (const asked of [query, 'mutation { rename(id: "1", name: "x") { slug ... @defer { inStock } } }']) {
      const { graph, isAsked, isEnded } = createWaitingShop();
      const parts = askInParts(graph, asked);
      expect((await parts.next()).value).toMatchObject({ hasNext: true });
      await isAsked;
      await parts.return();
      await isEnded;
    }
  });
});
