import { describe, expect, it } from 'vitest';
import { createLocalGraph, localSubgraphs, PLANNERS } from './local-graph.ts';
import { SHOP } from './shop.ts';

const answers = localSubgraphs(SHOP);

describe.each(PLANNERS)('with the planner %s, a subgraph', (planner) => {
  let reply: () => unknown = () => undefined;
  const { ask } = createLocalGraph(SHOP, {
    planner,
    fetch: async (service, request, options) => (service === 'stock' ? reply() : answers(service, request, options)),
  });
  const asked = (given: () => unknown) => {
    reply = given;
    return ask('{ products(first: 2) { slug inStock } }');
  };

  const HOLES = [
    { slug: 'tray', inStock: null },
    { slug: 'lamp', inStock: null },
  ];

  it('that gives no answer makes holes, and one error without its address', async () => {
    const answer = await asked(() => Promise.reject(new Error('connect ECONNREFUSED http://10.0.0.7/graphql')));
    expect(answer).toEqual({
      data: { products: HOLES },
      errors: [
        {
          message: 'A service gave no answer.',
          path: ['products'],
          extensions: { code: 'SUBGRAPH_FAILED', serviceName: 'stock' },
        },
      ],
    });
  });

  it.each<[string, unknown]>([
    ['text that is no JSON', '<html>'],
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['an object that is no response', {}],
    ['data that is text', { data: 'text' }],
    ['errors that are no list', { data: null, errors: 'text' }],
    ['errors that are no objects', { data: null, errors: ['text'] }],
    ['no entities', { data: {} }],
    ['entities that are no list', { data: { _entities: {} } }],
    ['fewer entities', { data: { _entities: [{ inStock: true }] } }],
    ['more entities', { data: { _entities: [{ inStock: true }, { inStock: true }, { inStock: true }] } }],
  ])('that answers with %s makes the same holes, and one error', async (_name, given) => {
    const { data, errors } = await asked(() => given);
    expect(data).toEqual({ products: HOLES });
    expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual([
      [['products'], { code: 'INVALID_SUBGRAPH_ANSWER', serviceName: 'stock' }],
    ]);
  });

  it.each<[string, unknown]>([
    ['something else than an entity', 'text'],
    ['an entity of another type', { __typename: 'User', inStock: true }],
    ['a value of another type', { inStock: {} }],
  ])('that answers with %s makes a hole there alone, and an error for it', async (_name, given) => {
    const { data, errors } = await asked(() => ({ data: { _entities: [given, { inStock: true }] } }));
    expect(data.products).toEqual([
      { slug: 'tray', inStock: null },
      { slug: 'lamp', inStock: true },
    ]);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'INVALID_SUBGRAPH_ANSWER' } });
    expect(errors?.[0]?.path?.slice(0, 2)).toEqual(['products', 0]);
  });

  it('that knows no such entity makes a hole, which is no error', async () => {
    expect(await asked(() => ({ data: { _entities: [null, { inStock: true }] } }))).toEqual({
      data: {
        products: [
          { slug: 'tray', inStock: null },
          { slug: 'lamp', inStock: true },
        ],
      },
    });
  });

  it('that gives errors without a place, or at one that was not asked for, has them where its entities stand', async () => {
    const errors = [{ message: 'a' }, { message: 'b', path: ['_entities', 7, 'inStock'] }, { path: 'c' }];
    const answer = await asked(() => ({ data: null, errors }));
    expect(answer.data).toEqual({ products: HOLES });
    expect(answer.errors?.map(({ message, path }) => [message, path])).toEqual([
      ['a', ['products']],
      ['b', ['products']],
      ['The service gave no reason.', ['products']],
    ]);
  });

  it('cannot put anything into an answer, or into objects as such, that was not asked for', async () => {
    const given =
      '{"data":{"_entities":[{"inStock":true,"slug":"no","junk":1,"__proto__":{"polluted":1}},{"inStock":true}]}}';
    const answer = await asked(() => JSON.parse(given) as unknown);
    expect(answer.data.products[0]).toEqual({ slug: 'no', inStock: true });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe.each(PLANNERS)('with the planner %s, the root of an answer', (planner) => {
  const root = (data: unknown) => createLocalGraph(SHOP, { planner, fetch: async () => ({ data }) });

  it('that is null leaves what may be null', async () => {
    expect(await root(null).ask('{ product(id: "1") { slug } }')).toEqual({ data: { product: null } });
  });

  it.each<[string, unknown, (string | number)[]]>([
    ['a null', { products: null }, ['products']],
    ['a null in a list', { products: [null] }, ['products', 0]],
    ['a null below', { products: [{ slug: 'a' }, { slug: null }] }, ['products', 1, 'slug']],
    ['something else than a list', { products: { slug: 'a' } }, ['products']],
    ['something else than an object', { products: [[]] }, ['products', 0]],
    ['an object of another type', { products: [{ __typename: 'User', slug: 'a' }] }, ['products', 0]],
    ['nothing', {}, ['products']],
  ])('is null with an error for %s where something must be', async (_name, data, path) => {
    const answer = await root(data).ask('{ products { slug } }');
    expect(answer.data).toBeNull();
    expect(answer.errors?.map((error) => [error.path, error.extensions])).toEqual([
      [path, { code: 'INVALID_SUBGRAPH_ANSWER' }],
    ]);
  });

  it('has a hole for a value of an enum that clients do not see, and for a type that is not there', async () => {
    const { ask } = root({ product: { kind: 'SECRET' }, search: [{ __typename: 'Nobody' }] });
    const answer = await ask('{ product(id: "1") { kind } search { __typename } }');
    expect(answer.data).toEqual({ product: { kind: null }, search: [null] });
    expect(answer.errors?.map(({ path }) => path)).toEqual([
      ['product', 'kind'],
      ['search', 0],
    ]);
  });
});

describe('a client that goes', () => {
  it('ends the calls that are under way, and nothing begins after them', async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    const { engine } = createLocalGraph(SHOP, {
      fetch: async (service, _request, { signal }) => {
        seen.push(service);
        controller.abort();
        signal?.throwIfAborted();
        return { data: { products: [] } };
      },
    });
    await engine.execute({ query: '{ products { inStock } }', context: undefined, signal: controller.signal });
    expect(seen).toEqual(['products']);
    expect(controller.signal.aborted).toBe(true);
  });

  it('does not end a mutation', async () => {
    const signals: unknown[] = [];
    const { engine } = createLocalGraph(SHOP, {
      fetch: async (service, request, options) => {
        signals.push(options.signal);
        return answers(service, request, options);
      },
    });
    const query = 'mutation { rename(id: "1", name: "n") { name inStock } }';
    const answer = await engine.execute({ query, context: undefined, signal: AbortSignal.abort() });
    expect([answer.errors, signals]).toEqual([undefined, [undefined, undefined]]);
  });
});
