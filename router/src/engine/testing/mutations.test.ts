import { describe, expect, it } from 'vitest';
import { createLocalGraph, PLANNERS } from './local-graph.ts';
import { SHOP } from './shop.ts';

describe.each(PLANNERS)('with the planner %s, a mutation', (planner) => {
  const { ask, calls, engine } = createLocalGraph(SHOP, { planner });

  it('is completed before the next one of the operation begins', async () => {
    calls.length = 0;
    const query =
      'mutation { rename(id: "1", name: "n") { name inStock } restock(id: "1") { slug } second: restock(id: "2") { slug } }';
    expect(await ask(query)).toEqual({
      data: { rename: { name: 'n', inStock: true }, restock: { slug: 'tray' }, second: { slug: 'lamp' } },
    });
    const kinds = calls.map(
      ({ service, query: text }) => `${service} ${text.startsWith('mutation') ? 'changes' : 'reads'}`,
    );
    expect(kinds).toEqual([
      'products changes',
      'stock reads',
      'stock changes',
      'products reads',
      'stock changes',
      'products reads',
    ]);
  });

  it('is sent once when it is selected twice', async () => {
    calls.length = 0;
    const { data } = await ask(
      'mutation { restock(id: "1") { id } ...M } fragment M on Mutation { restock(id: "1") { slug } }',
    );
    expect(data).toEqual({ restock: { id: '1', slug: 'tray' } });
    expect(calls.filter(({ query }) => query.startsWith('mutation'))).toHaveLength(1);
  });

  it('is refused where only queries are answered', async () => {
    calls.length = 0;
    const request = { query: 'mutation { restock(id: "1") { id } }', context: undefined, queriesOnly: true };
    const { data, errors } = await engine.execute(request);
    expect([data, errors?.[0]?.extensions['code'], calls]).toEqual([undefined, 'OPERATION_NOT_A_QUERY', []]);
  });
});
