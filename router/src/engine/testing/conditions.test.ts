import { describe, expect, it } from 'vitest';
import { createLocalGraph, PLANNERS } from './local-graph.ts';
import { SHOP } from './shop.ts';

describe.each(PLANNERS)('with the planner %s, @skip and @include', (planner) => {
  const { ask, calls } = createLocalGraph(SHOP, { planner });

  it.each([true, false])('on one of two selections of a field leave the other one (%s)', async (c) => {
    const query = `query ($c: Boolean!) {
      product(id: "1") { slug @skip(if: $c) slug name inStock @skip(if: $c) ... @include(if: $c) { inStock } }
      product(id: "1") @skip(if: $c) { id }
    }`;
    const product = { slug: 'tray', name: 'Tray', inStock: true };
    expect(await ask(query, { c })).toEqual({ data: { product: c ? product : { ...product, id: '1' } } });
  });

  it('on a root field ask its subgraph only when it is wanted', async () => {
    const query = `query ($c: Boolean!) { reviews @include(if: $c) { stars } product(id: "1") @skip(if: $c) { slug } }`;
    calls.length = 0;
    expect(await ask(query, { c: false })).toEqual({ data: { product: { slug: 'tray' } } });
    expect(await ask(query, { c: true })).toEqual({ data: { reviews: [{ stars: 5 }, { stars: 1 }, { stars: 3 }] } });
    expect(calls.map(({ service }) => service)).toEqual(['products', 'reviews']);
  });

  it('on everything leave an empty answer that no subgraph is asked for', async () => {
    calls.length = 0;
    expect(await ask('query ($c: Boolean!) { products @skip(if: $c) { id } }', { c: true })).toEqual({ data: {} });
    expect(calls).toEqual([]);
  });

  it('on everything below an object leave it empty', async () => {
    const query =
      'query ($c: Boolean!) { products(first: 1) { id @skip(if: $c) ...F @skip(if: $c) } } fragment F on Product { slug }';
    expect(await ask(query, { c: true })).toEqual({ data: { products: [{}] } });
  });

  it('on a fragment without a type hold for objects of every type', async () => {
    const query = `query ($c: Boolean!) {
      media { ... @include(if: $c) { title score } ... on Film @include(if: $c) { minutes } ... on Book @skip(if: $c) { pages } }
    }`;
    expect((await ask(query, { c: true })).data.media).toEqual([
      { title: 'Paper', score: 1 },
      { title: 'Light', score: 2, minutes: 90 },
    ]);
    expect((await ask(query, { c: false })).data.media).toEqual([{ pages: 100 }, {}]);
  });

  it('on a key or a required field do not keep an entity from being found', async () => {
    const query = 'query ($c: Boolean!) { product(id: "1") { id @skip(if: $c) archived @skip(if: $c) inStock } }';
    expect(await ask(query, { c: true })).toEqual({ data: { product: { inStock: true } } });
  });

  it('take the default of their variable', async () => {
    const query = 'query ($c: Boolean! = true) { product(id: "1") { slug name @skip(if: $c) } }';
    expect(await ask(query)).toEqual({ data: { product: { slug: 'tray' } } });
    expect(await ask(query, { c: false })).toEqual({ data: { product: { slug: 'tray', name: 'Tray' } } });
  });

  it('on introspection hold as on anything else', async () => {
    const query =
      'query ($c: Boolean!) { __typename @skip(if: $c) a: __typename __schema @include(if: $c) { queryType { name } } }';
    expect(await ask(query, { c: false })).toEqual({ data: { __typename: 'Query', a: 'Query' } });
    expect(await ask(query, { c: true })).toEqual({ data: { a: 'Query', __schema: { queryType: { name: 'Query' } } } });
  });
});
