import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Planner } from '../../plan/planner.ts';
import { createEngine } from '../engine.ts';
import { composeLocal, createLocalGraph } from './local-graph.ts';
import { SHOP } from './shop.ts';

const NO_PLANNER: Planner = { name: 'hive', plan: async () => ({ root: undefined }) };
/** `@defer` is the router's, and of no supergraph. */
const withoutDefer = (schema: GraphQLSchema) => {
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, directives: config.directives.filter(({ name }) => name !== 'defer') });
};

const GALLERIA = readFileSync(new URL('../../../supergraph.graphql', import.meta.url), 'utf8');

describe('the schema that clients see', () => {
  it.each([
    ['Galleria', GALLERIA],
    ['a graph with hidden parts', composeLocal(SHOP)],
  ])('of %s is the one that composition means', (_name, supergraph) => {
    const { schema } = createEngine({ supergraph, planner: NO_PLANNER, fetch: async () => ({}) });
    const expected = Supergraph.build(supergraph).apiSchema().toGraphQLJSSchema();
    expect(printSchema(lexicographicSortSchema(withoutDefer(schema)))).toBe(
      printSchema(lexicographicSortSchema(expected)),
    );
  });

  it('is told without a subgraph, beside data, by variables and under any name', async () => {
    const { ask, calls } = createLocalGraph(SHOP);
    const query = `query ($v: String!) {
      __type(name: $v) { name enumValues { name } }
      product(id: "1") { slug }
      again: __type(name: "Nobody") { name }
      ...Q
      __typename
    }
    fragment Q on Query { name: __typename __schema { queryType { name } } }`;
    const { data, errors } = await ask(query, { v: 'Kind' });
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toBe(
      JSON.stringify({
        __type: { name: 'Kind', enumValues: [{ name: 'PRODUCT' }, { name: 'USER' }] },
        product: { slug: 'tray' },
        again: null,
        name: 'Query',
        __schema: { queryType: { name: 'Query' } },
        __typename: 'Query',
      }),
    );
    expect(calls).toHaveLength(1);
  });

  it('tells what cannot be told of it, where it stands', async () => {
    const sdl = 'scalar Any type Query { any(of: Any = { in: [1] }): Int }';
    const { ask } = createLocalGraph({ only: { sdl, resolvers: {} } });
    const { data, errors } = await ask('{ __type(name: "Query") { fields { args { name defaultValue } } } }');
    expect(data).toEqual({ __type: { fields: [{ args: [{ name: 'of', defaultValue: null }] }] } });
    expect(errors?.map(({ path }) => path)).toEqual([['__type', 'fields', 0, 'args', 0, 'defaultValue']]);
  });

  it.each([
    ['{ product(id: "1") { secret } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ search(in: [SECRET]) { __typename } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ join__Graph }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription { any }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ ...A } fragment A on Query { ...B __typename } fragment B on Query { ...A }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{', 'GRAPHQL_PARSE_FAILED'],
    [`{ product(id: "1") ${'{ parent '.repeat(4_000)} ${'}'.repeat(4_001)}`, 'GRAPHQL_PARSE_FAILED'],
    ['query A { __typename } query B { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('is all that can be asked: %s', async (query, code) => {
    const { ask, calls } = createLocalGraph(SHOP);
    const { data, errors } = await ask(query);
    expect(data).toBeUndefined();
    expect(new Set(errors?.map(({ extensions }) => extensions['code']))).toEqual(new Set([code]));
    expect(calls).toEqual([]);
  });
});

describe('an engine', () => {
  const open = (supergraph: string) => () => createEngine({ supergraph, planner: NO_PLANNER, fetch: async () => ({}) });

  it('is not made for a text that is no supergraph', () => {
    expect(open('type Query { a: Int }')).toThrow(/not a supergraph/);
  });

  it('is not made for a supergraph with a rule that it does not enforce', () => {
    const link = '@link(url: "https://specs.apollo.dev/encrypted/v0.1", for: SECURITY)';
    expect(open(GALLERIA.replace('schema\n', `schema\n  ${link}\n`))).toThrow(/@encrypted, which is not enforced/);
  });

  it('refuses what it has no way to answer', async () => {
    const sdl = 'type Query { a: Int } type Subscription { b: Int }';
    const { ask, engine } = createLocalGraph({ only: { sdl, resolvers: {} } });
    const signal = new AbortController().signal;
    const followed = await engine.subscribe({ query: 'subscription { b }', context: undefined, signal });
    expect(followed).toMatchObject({ errors: [{ extensions: { code: 'SUBSCRIPTIONS_UNSUPPORTED' } }] });
    expect((await ask('subscription { b }')).errors?.[0]?.extensions['code']).toBe('SUBSCRIPTION_NEEDS_A_STREAM');
    expect((await ask('mutation { b }')).errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('picks one operation by its name, and none by an empty one', async () => {
    const { engine } = createLocalGraph(SHOP);
    const query = 'query A { a: __typename } query B { b: __typename }';
    const named = async (operationName: string) => engine.execute({ query, operationName, context: undefined });
    expect((await named('B')).data).toEqual({ b: 'Query' });
    expect((await named('')).errors?.[0]?.extensions['code']).toBe('OPERATION_RESOLUTION_FAILURE');
  });
});
