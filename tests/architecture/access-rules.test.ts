import { describe, expect, it } from 'vitest';
import { rulesOf } from '../security/access-table.ts';
import { readSubgraphs, ruledFields } from '../security/ruled-fields.ts';

describe('the access table', () => {
  it.each(readSubgraphs())('of $name has a rule for every field, and a field for every rule', (subgraph) => {
    const coordinates = ruledFields(subgraph).map(({ coordinate }) => coordinate);
    const ruled = [...rulesOf(subgraph.name).keys()];
    expect(coordinates.length).toBeGreaterThan(2);
    expect({ withoutRule: without(coordinates, ruled), withoutField: without(ruled, coordinates) }).toEqual({
      withoutRule: [],
      withoutField: [],
    });
  });
});

describe('the fields that need a rule', () => {
  it('are those of the roots and of entities that the subgraph resolves, without keys and what belongs to others', () => {
    const sdl = `
      type Query { order(id: ID!): Order }
      type Order @key(fields: "id") @key(fields: "number customer { id }") {
        id: ID! number: String! customer: User total: Int weight: Int @external
      }
      type User @key(fields: "id", resolvable: false) { id: ID! name: String }
      extend type Order { note: String }
      extend type Order @key(fields: "id") { lines: Int }
      type Money { amount: Int }
    `;
    expect(ruledFields({ name: 'test', sdl }).map(({ coordinate }) => coordinate)).toEqual([
      'Query.order',
      'Order.total',
      'Order.lines',
    ]);
  });
});

function without(all: readonly string[], known: readonly string[]): string[] {
  return all.filter((one) => !known.includes(one));
}
