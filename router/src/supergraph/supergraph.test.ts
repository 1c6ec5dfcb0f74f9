import { ConfigError } from '@galleria/kit/config';
import { describe, expect, it } from 'vitest';
import { openSupergraph, readSupergraphFile } from './supergraph.ts';

const SDL = `
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  enum join__Graph { USERS @join__graph(name: "users", url: "http://localhost:4001/graphql") MY_SHOP @join__graph(name: "my-shop", url: "") }
  type Query { a: Int }`;

describe('a supergraph', () => {
  it('knows its subgraphs by the names that composition was given, at the addresses of the configuration', () => {
    const urls = new Map([['my-shop', ['http://shop:80/graphql', 'http://shop:81/graphql']]]);
    expect(openSupergraph(SDL, urls).subgraphs).toEqual([
      { name: 'users', urls: ['http://localhost:4001/graphql'] },
      { name: 'my-shop', urls: ['http://shop:80/graphql', 'http://shop:81/graphql'] },
    ]);
  });

  it.each([
    [
      'an address for a subgraph that it lacks',
      SDL,
      new Map([
        ['my-shop', ['http://a']],
        ['sales', ['http://b']],
      ]),
      /no subgraph "sales".*users, my-shop/,
    ],
    ['a subgraph without any address', SDL, new Map<string, string[]>(), /"my-shop" has no usable routing URL/],
    ['a schema that was not composed', 'type Query { a: Int }', new Map<string, string[]>(), /not a supergraph/],
    ['a file that is no schema', '{', new Map<string, string[]>(), /SUPERGRAPH_FILE: no GraphQL schema/],
  ])('refuses %s', (_name, sdl, urls, message) => {
    const open = () => openSupergraph(sdl, urls);
    expect(open).toThrow(ConfigError);
    expect(open).toThrow(message);
  });

  it('that cannot be read is a configuration error', () => {
    expect(() => readSupergraphFile('/nowhere/supergraph.graphql')).toThrow(ConfigError);
  });
});
