import { describe, expect, it } from 'vitest';
import { createLocalGraph, PLANNERS, type LocalSubgraph } from './local-graph.ts';

/** Two shelves with the same lamp on them, which has parts; the weight of one cannot be told. */
const SUBGRAPHS: Readonly<Record<string, LocalSubgraph>> = {
  shelves: {
    sdl: `type Query { shelves: [Shelf!]! } type Shelf { name: String! lamp: Lamp! other: Lamp }
      type Lamp @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        shelves: () => [
          { name: 'a', lamp: { id: '1' }, other: { id: '1' } },
          { name: 'b', lamp: { id: '1' } },
          { name: 'c', lamp: { id: '2' } },
        ],
      },
    },
  },
  lamps: {
    sdl: `type Lamp @key(fields: "id") { id: ID! box: Box! parts(first: Int): [Part!]! } type Box { parts: [Part!]! }
      type Part @key(fields: "kind size") { kind: String! size: Int! }`,
    resolvers: {
      Lamp: {
        parts: ({ id }: { id: string }, { first = 2 }) => [part(id, 1), part(id, 2)].slice(0, first),
        box: ({ id }: { id: string }) => ({ parts: [part(id, 1)] }),
      },
    },
  },
  weights: {
    sdl: 'type Part @key(fields: "kind size") { kind: String! size: Int! weight(times: Int = 1): Int }',
    resolvers: {
      Part: {
        weight: ({ kind, size }: Part, { times }: { times: number }) => {
          if (kind === '1' && size === 2) throw new Error('has no scales');
          return Number(kind) * 10 * size * times;
        },
      },
    },
  },
};

interface Part {
  readonly kind: string;
  readonly size: number;
}

function part(kind: string, size: number): Part {
  return { kind, size };
}

describe.each(PLANNERS)('an entity that stands in several places, planned by %s', (planner) => {
  it('is complete in each of them, and its error stands in each', async () => {
    const { ask } = createLocalGraph(SUBGRAPHS, { planner });
    const { data, errors } = await ask('{ shelves { lamp { parts { size weight } box { parts { weight } } } } }');
    const lamp = (first: number, second: number | null) => ({
      parts: [
        { size: 1, weight: first },
        { size: 2, weight: second },
      ],
      box: { parts: [{ weight: first }] },
    });
    expect(data.shelves).toEqual([{ lamp: lamp(10, null) }, { lamp: lamp(10, null) }, { lamp: lamp(20, 40) }]);
    expect(errors?.map(({ path }) => path?.join('.')).sort()).toEqual([
      'shelves.0.lamp.parts.1.weight',
      'shelves.1.lamp.parts.1.weight',
    ]);
  });

  it('may be asked for something else at another path', async () => {
    const { ask } = createLocalGraph(SUBGRAPHS, { planner });
    const { data } = await ask(
      '{ shelves { lamp { box { parts { weight } } } other { box { parts { weight(times: 5) } } } } }',
    );
    const box = (weight: number) => ({ box: { parts: [{ weight }] } });
    expect(data.shelves).toEqual([
      { lamp: box(10), other: box(50) },
      { lamp: box(10), other: null },
      { lamp: box(20), other: null },
    ]);
  });
});
