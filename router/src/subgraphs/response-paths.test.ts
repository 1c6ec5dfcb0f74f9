import { describe, expect, it } from 'vitest';
import { responsePaths } from './response-paths.ts';

describe('the paths that a subgraph fills', () => {
  it('are the fields of its operation, by their aliases', () => {
    expect(
      responsePaths('query Q($a: Int) { product(first: $a) { id name } mine: products { id } __typename }'),
    ).toEqual(['product', 'mine']);
  });

  it('are fields of the entities that it adds to, where these stand', () => {
    const operation = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) {
        __typename
        ... on Product { available left: available }
        ... on Order { payment { id } available }
      }
    }`;
    expect(responsePaths(operation, ['products', 'nodes', '@'])).toEqual([
      'products.nodes.@.available',
      'products.nodes.@.left',
      'products.nodes.@.payment',
    ]);
  });
});
