import { describe, expect, it } from 'vitest';
import { createApolloPlanner } from '../../plan/apollo-planner.ts';
import type { PlanNode } from '../../plan/plan.ts';
import type { Planner } from '../../plan/planner.ts';
import { BAZAAR } from './bazaar.ts';
import { allParts, askInParts } from './in-parts.ts';
import { composeLocal, createLocalGraph, localSubgraphs, type LocalSubgraph } from './local-graph.ts';

const answers = localSubgraphs(BAZAAR);

/** More goods than one call is about, each in a room of its own, and every third room has no name. */
const HOTEL: Readonly<Record<string, LocalSubgraph>> = {
  hotel: {
    sdl: `
      type Query { rooms(first: Int!): [Room!]! }
      type Room @key(fields: "id") @context(name: "room") { id: ID! name: String bed: Bed }
      type Bed @key(fields: "id") { id: ID! sign(of: String @fromContext(field: "$room { name }")): String }`,
    resolvers: {
      Query: {
        rooms: (_: unknown, { first }: { first: number }) =>
          Array.from({ length: first }, (_item, id) => ({ id, name: id % 3 === 2 ? null : `room ${id}`, bed: { id } })),
      },
      Bed: {
        __resolveReference: (reference: object) => reference,
        sign: ({ id }: { id: string }, { of }: { of?: string | null }) => `${id} in ${of ?? 'no room'}`,
      },
    },
  },
};

describe('an argument from a context', () => {
  it('is asked for in several calls where there are very many contexts', async () => {
    const { ask, calls } = createLocalGraph(HOTEL);
    const { data } = await ask('{ rooms(first: 200) { bed { sign } } }');
    const signs = Array.from({ length: 200 }, (_, id) => `${id} in ${id % 3 === 2 ? 'no room' : `room ${id}`}`);
    expect(data.rooms).toEqual(signs.map((sign) => ({ bed: { sign } })));
    expect(calls).toHaveLength(1 + 3);
    expect(new Set(calls.slice(1, 3).map(({ query }) => query)).size).toBe(1);
  });

  it('that must not be null leaves out those that have none, and the others have theirs', async () => {
    const { ask, calls } = createLocalGraph(HOTEL, { planner: requiring(createApolloPlanner(composeLocal(HOTEL))) });
    const { data } = await ask('{ rooms(first: 4) { bed { id sign } } }');
    expect(data.rooms.map(({ bed }: { bed: { sign: string | null } }) => bed.sign)).toEqual([
      '0 in room 0',
      '1 in room 1',
      null,
      '3 in room 3',
    ]);
    expect(JSON.stringify(calls[1]?.variables)).not.toContain('null');
  });

  it('costs those entities their answer that are asked about in the same call, and no others', async () => {
    const graph = createLocalGraph(HOTEL, {
      fetch: async (service, request, options) => {
        if (JSON.stringify(request.variables).includes('"room 60"')) throw new Error('down');
        return localSubgraphs(HOTEL)(service, request, options);
      },
    });
    const { data, errors } = await graph.ask('{ rooms(first: 120) { bed { sign } } }');
    const missing = data.rooms.filter(({ bed }: { bed: { sign: string | null } }) => bed.sign === null);
    // 49 rooms, and the 40 without a name.
    expect(missing).toHaveLength(89);
    expect(errors).toMatchObject([{ path: ['rooms'], extensions: { code: 'SUBGRAPH_FAILED' } }]);
  });
});

/** As if the argument had to be there, which composition does not allow to date. */
function requiring(planner: Planner): Planner {
  const required = (node: PlanNode): PlanNode => {
    if (node.kind === 'sequence') return { ...node, nodes: node.nodes.map(required) };
    if (node.kind !== 'entity-fetch') return node;
    const text = node.operation.text.replace(/(\$contextualArgument_\d_\d:String)\b/, '$1!');
    return { ...node, operation: { ...node.operation, text } };
  };
  return {
    ...planner,
    plan: async (...asked) => {
      const { root } = await planner.plan(...asked);
      return { root: root && required(root) };
    },
  };
}

describe('an argument from a context, where something is deferred', () => {
  const graph = createLocalGraph(BAZAAR);

  it('comes with the part that it is asked for in', async () => {
    const query = `{
      mall { shops { id ... @defer { best { id ... @defer(label: "price") { price } } currency } } }
    }`;
    const parts = await allParts(graph, query);
    const later = parts.flatMap(({ incremental }) => incremental ?? []);
    expect(parts[0]).toEqual({ data: { mall: { shops: [{ id: 'de' }, { id: 'se' }] } }, hasNext: true });
    expect(later.filter(({ label }) => label === 'price')).toEqual([
      { path: ['mall', 'shops', 0, 'best'], label: 'price', data: { price: '1 EUR' } },
      { path: ['mall', 'shops', 1, 'best'], label: 'price', data: { price: '1 SEK' } },
    ]);
  });

  it('may itself be what is deferred, and what fails of it is told with its part', async () => {
    const query = '{ shops { offer { id ... @defer { rank } } ... @defer { stars } } }';
    const parts = await allParts(graph, query);
    const later = parts.flatMap(({ incremental }) => incremental ?? []);
    const ranks = later.filter(({ path }) => path.at(-1) === 'offer');
    expect(ranks.map(({ data }) => data.rank)).toEqual(['de 100', 'se nothing', 'xx 120', 'at 97']);
    expect(later.some(({ errors }) => errors?.some(({ message }) => message === 'no stars'))).toBe(true);
  });

  it('tells the same entity apart in different places', async () => {
    const parts = await allParts(graph, '{ mall { shops { best { like { id ... @defer { price } } } } } }');
    const later = parts.flatMap(({ incremental }) => incremental ?? []);
    expect(later.map(({ path, data }) => `${path.slice(2).join('.')} ${data.price}`)).toEqual([
      '0.best.like.0 1x EUR',
      '0.best.like.1 y EUR',
      '1.best.like.0 1x SEK',
      '1.best.like.1 y SEK',
    ]);
  });

  it('of one type behind an interface is not taken for that of another', async () => {
    const parts = await allParts(
      graph,
      '{ places { ... @defer { goods { ... on Good { id ... @defer { price } } } } } }',
    );
    const later = parts.flatMap(({ incremental }) => incremental ?? []);
    const found = later.flatMap(({ path, data }) => (path.includes('goods') ? [`${path[1]} ${data.price}`] : []));
    expect(found.sort()).toEqual(['0 1 EUR', '0 2 EUR', '1 1 nothing', '2 1 SEK']);
  });

  it.each([
    '{ shop(id: "de") { offer { id ... @defer { rank } } } }',
    '{ shop(id: "de") { ... @defer { offer { id ... @defer { rank } } } } }',
  ])('waits for the service that has the context: %s', async (query) => {
    const slow = createLocalGraph(BAZAAR, {
      fetch: async (service, request, options) => {
        // Longer than what goes before, which needs no time.
        if (service === 'fame') await new Promise((resolve) => setImmediate(resolve));
        return answers(service, request, options);
      },
    });
    expect(JSON.stringify(await allParts(slow, query))).toContain('de 100');
  });

  it('is there although other parts are still waited for', async () => {
    let letGo = () => undefined as void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const slow = createLocalGraph(BAZAAR, {
      fetch: async (service, request, options) => {
        if (service === 'fame') await held;
        return answers(service, request, options);
      },
    });
    const seen: unknown[] = [];
    const query = '{ shop(id: "se") { best { ... @defer { price } } ... @defer { stars } } }';
    for await (const part of askInParts(slow, query)) {
      seen.push(part);
      if (JSON.stringify(part).includes('1 SEK')) letGo();
    }
    expect(JSON.stringify(seen.at(-1))).toContain('no stars');
  });
});

/** What is taken is not of the service that takes it, and both are asked about the same shops. */
const RANKED: Readonly<Record<string, LocalSubgraph>> = {
  market: {
    sdl: 'type Query { shops: [Shop!]! } type Shop @key(fields: "id") { id: ID! }',
    resolvers: { Query: { shops: () => [{ id: '1' }, { id: '2' }] } },
  },
  fame: {
    sdl: 'type Shop @key(fields: "id") { id: ID! stars: Int }',
    resolvers: {
      Shop: { __resolveReference: (given: object) => given, stars: ({ id }: { id: string }) => Number(id) * 10 },
    },
  },
  prizes: {
    sdl: `
      type Shop @key(fields: "id") @context(name: "shop") { id: ID! stars: Int @external prize: Prize }
      type Prize @key(fields: "id") { id: ID! worth(stars: Int @fromContext(field: "$shop { stars }")): Int }`,
    resolvers: {
      Shop: { __resolveReference: (given: object) => given, prize: ({ id }: { id: string }) => ({ id }) },
      Prize: { worth: (_: unknown, { stars }: { stars?: number | null }) => stars },
    },
  },
};

describe('a context that another service has', () => {
  it('is there before it is taken, although the planner puts both side by side', async () => {
    const { ask } = createLocalGraph(RANKED);
    const { data } = await ask('{ shops { prize { worth } } }');
    expect(data.shops).toEqual([{ prize: { worth: 10 } }, { prize: { worth: 20 } }]);
  });
});
