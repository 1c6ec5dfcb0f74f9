import { describe, expect, it } from 'vitest';
import { failedPlan } from '../../plan/plan-errors.ts';
import type { Planner } from '../../plan/planner.ts';
import type { FetchSubgraph } from '../execution/subgraph-call.ts';
import { ENDS_HIVE } from './hostile-graphs.ts';
import { allParts, askInParts } from './in-parts.ts';
import { composeLocal, createLocalGraph, localSubgraphs } from './local-graph.ts';
import { createLocalPlanner } from './local-planner.ts';
import { SHOP } from './shop.ts';

const SUPERGRAPH = composeLocal(SHOP);
const PLANNER = createLocalPlanner(SUPERGRAPH);
const answers = localSubgraphs(SHOP);

/** The shop, where a service answers only when the test lets it. */
function createGatedShop(...gated: readonly string[]) {
  const gates = new Map(
    gated.map((service) => {
      let open = () => undefined as void;
      const opened = new Promise<void>((resolve) => (open = resolve));
      return [service, { opened, open }] as const;
    }),
  );
  const fetch: FetchSubgraph<undefined> = async (service, ...asked) => {
    await gates.get(service)?.opened;
    return answers(service, ...asked);
  };
  return {
    ...createLocalGraph(SHOP, { planner: PLANNER, fetch }),
    open: (service: string) => gates.get(service)?.open(),
  };
}

describe('what is deferred', () => {
  const graph = createLocalGraph(SHOP, { planner: PLANNER });

  it('comes when its service has answered, and the rest before', async () => {
    const gated = createGatedShop('stock');
    const parts = askInParts(gated, '{ product(id: "1") { slug ... @defer(label: "stock") { inStock } } }');
    expect((await parts.next()).value).toEqual({ data: { product: { slug: 'tray' } }, hasNext: true });
    gated.open('stock');
    expect((await parts.next()).value).toEqual({
      incremental: [{ path: ['product'], label: 'stock', data: { inStock: true } }],
      hasNext: false,
    });
    expect((await parts.next()).done).toBe(true);
  });

  it('comes for each object of a list, under the names of the client', async () => {
    const query = `{
      slug: products(first: 2) { id: slug ...F @defer }
    }
    fragment F on Product { __kind: kind archived: name stock: inStock }`;
    expect(await allParts(graph, query)).toEqual([
      { data: { slug: [{ id: 'tray' }, { id: 'lamp' }] }, hasNext: true },
      {
        incremental: [
          { path: ['slug', 0], data: { __kind: 'PRODUCT', archived: 'Tray', stock: true } },
          { path: ['slug', 1], data: { __kind: 'PRODUCT', archived: 'Lamp', stock: false } },
        ],
        hasNext: false,
      },
    ]);
  });

  it('comes in whatever order its services answer', async () => {
    const query = '{ product(id: "1") { slug ... @defer { inStock } ... @defer { reviews { stars } } } }';
    for (const order of [
      ['stock', 'reviews'],
      ['reviews', 'stock'],
    ]) {
      const gated = createGatedShop('stock', 'reviews');
      const came: string[] = [];
      for await (const { incremental = [] } of askInParts(gated, query)) {
        came.push(...incremental.map(({ data }) => ('inStock' in data ? 'stock' : 'reviews')));
        gated.open(order[came.length] ?? '');
      }
      expect(came).toEqual(order);
    }
  });

  it('comes after what it is deferred from, where it is deferred twice', async () => {
    const query = `{ product(id: "1") {
      ... @defer(label: "outer") { reviews { stars author { ... @defer(label: "inner") { name } } } }
    } }`;
    expect(await allParts(graph, query)).toEqual([
      { data: { product: {} }, hasNext: true },
      {
        incremental: [
          {
            path: ['product'],
            label: 'outer',
            data: {
              reviews: [
                { stars: 5, author: {} },
                { stars: 1, author: {} },
              ],
            },
          },
        ],
        hasNext: true,
      },
      {
        incremental: [
          { path: ['product', 'reviews', 0, 'author'], label: 'inner', data: { name: 'Ada' } },
          { path: ['product', 'reviews', 1, 'author'], label: 'inner', data: { name: 'Bob' } },
        ],
        hasNext: false,
      },
    ]);
  });

  it('comes for objects of its type only, and at the root, too', async () => {
    const query = `{
      search { __typename ... on User @defer { name } }
      ... @defer { echo(text: "x", number: 1) __type(name: "Kind") { name } }
    }`;
    const [first, ...later] = await allParts(graph, query);
    expect(first?.data).toEqual({ search: [{ __typename: 'Product' }, { __typename: 'User' }, null] });
    const increments = later.flatMap(({ incremental = [] }) => incremental);
    expect(increments).toHaveLength(2);
    expect(increments).toContainEqual({ path: ['search', 1], data: { name: 'Bob' } });
    expect(increments).toContainEqual({
      path: [],
      data: { echo: '{"text":"x","number":1}', __type: { name: 'Kind' } },
    });
  });

  it('tells the type of what some service knows by its interface only', async () => {
    const [first, later] = await allParts(graph, '{ reviews { media { ... @defer { __typename score } } } }');
    expect(first?.data.reviews[0]).toEqual({ media: {} });
    expect(later?.incremental?.map(({ data }) => data)).toEqual([
      { __typename: 'Book', score: 1 },
      { __typename: 'Film', score: 2 },
      { __typename: 'Film', score: 2 },
    ]);
  });

  it('is nothing where there is no object, and nobody is asked for it', async () => {
    graph.calls.length = 0;
    expect(await allParts(graph, '{ product(id: "9") { ... @defer { inStock } } }')).toEqual([
      { data: { product: null }, hasNext: false },
    ]);
    expect(graph.calls.map(({ service }) => service)).toEqual(['products']);
  });

  it('of a mutation is asked for when all of it is done', async () => {
    const events: string[] = [];
    const fetch: FetchSubgraph<undefined> = async (service, request, options) => {
      if (options.kind === 'query') events.push('asked');
      // Whoever does not wait asks before this.
      else await new Promise(setImmediate);
      const reply = await answers(service, request, options);
      if (options.kind === 'mutation') events.push('changed');
      return reply;
    };
    const query = `mutation {
      a: rename(id: "1", name: "x") { name ... @defer { inStock } }
      b: rename(id: "2", name: "y") { name }
    }`;
    expect(await allParts(createLocalGraph(SHOP, { planner: PLANNER, fetch }), query)).toEqual([
      { data: { a: { name: 'x' }, b: { name: 'y' } }, hasNext: true },
      { incremental: [{ path: ['a'], data: { inStock: true } }], hasNext: false },
    ]);
    expect(events).toEqual(['changed', 'changed', 'asked', 'asked']);
  });

  it('is planned by Apollo’s planner, also where Hive’s would end', async () => {
    const hostile = createLocalGraph(ENDS_HIVE);
    expect(await allParts(hostile, '{ count things { id ... on User @defer { x } } }')).toEqual([
      { data: { count: 2, things: [{ id: '1' }, { id: '2' }] }, hasNext: true },
      { incremental: [{ path: ['things', 0], data: { x: 42 } }], hasNext: false },
    ]);
  });
});

describe('a whole answer', () => {
  const query = 'query ($d: Boolean) { product(id: "1") { slug ... @defer(if: $d) { inStock } } }';
  const whole = { data: { product: { slug: 'tray', inStock: true } } };

  it('is given to who takes no parts', async () => {
    const { ask, engine } = createLocalGraph(SHOP, { planner: PLANNER });
    expect(await ask(query)).toEqual(whole);
    const { data } = await engine.write({ query, context: undefined });
    expect(data).toBe(JSON.stringify(whole.data));
  });

  it('is given where the condition does not hold, and each case is planned once', async () => {
    const planned: string[] = [];
    const planner: Planner = {
      name: PLANNER.name,
      plan: async (operation, signal) => {
        planned.push(operation.text);
        return PLANNER.plan(operation, signal);
      },
    };
    const graph = createLocalGraph(SHOP, { planner });
    for (const d of [true, false, null, true, false]) {
      const parts = await allParts(graph, query, { variables: { d } });
      if (d === true) expect(parts).toHaveLength(2);
      else expect(parts).toEqual([{ ...whole, hasNext: false }]);
    }
    expect(await allParts(graph, query)).toHaveLength(2);
    expect(await graph.ask(query)).toEqual(whole);
    expect(planned.map((text) => text.includes('@defer'))).toEqual([true, false]);
    expect(await allParts(graph, '{ product(id: "1") { slug ... @defer(if: false) { inStock } } }')).toHaveLength(1);
  });

  it('is given where no planner plans it in parts', async () => {
    const alone = createLocalGraph(SHOP, { planner: 'hive' });
    expect(await allParts(alone, query)).toEqual([{ ...whole, hasNext: false }]);
    const broken: Planner = {
      name: 'hive',
      plan: async (operation, signal) => {
        if (operation.isDeferred === true) throw failedPlan(new Error('it has ended this planner lately'));
        return PLANNER.plan(operation, signal);
      },
    };
    expect(await allParts(createLocalGraph(SHOP, { planner: broken }), query)).toEqual([{ ...whole, hasNext: false }]);
  });
});

describe('@defer', () => {
  const { ask, engine } = createLocalGraph(SHOP, { planner: PLANNER });

  it('is told of by the schema', async () => {
    const query = '{ __schema { directives { name locations args { name defaultValue } } } }';
    expect((await ask(query)).data.__schema.directives).toContainEqual({
      name: 'defer',
      locations: ['FRAGMENT_SPREAD', 'INLINE_FRAGMENT'],
      args: [
        { name: 'if', defaultValue: 'true' },
        { name: 'label', defaultValue: null },
      ],
    });
  });

  it.each([
    ['on a field', '{ product(id: "1") @defer { slug } }'],
    ['with a label that is a variable', 'query ($l: String) { product(id: "1") { ... @defer(label: $l) { slug } } }'],
    ['with a label twice', '{ product(id: "1") { ... @defer(label: "l") { id } ... @defer(label: "l") { slug } } }'],
    ['at the root of a mutation', 'mutation { ... @defer { rename(id: "1", name: "x") { id } } }'],
  ])('is refused %s', async (_where, query) => {
    const answer = await engine.deliver({ query, context: undefined });
    expect('errors' in answer && answer.errors?.map(({ extensions }) => extensions['code'])).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
    ]);
  });
});
