import { getDirectiveValues, type FieldNode, type GraphQLResolveInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createLocalGraph, PLANNERS, type LocalSubgraph } from './local-graph.ts';

/** What of `@trace` has reached a field, once for each time that it was asked for; `-` where nothing has. */
function tracesOf({ fieldNodes, operation, schema, variableValues }: GraphQLResolveInfo): string {
  const directive = schema.getDirective('trace');
  const read = (node: Pick<FieldNode, 'directives'>) => {
    const values = directive == null ? undefined : getDirectiveValues(directive, node, variableValues);
    return values === undefined ? '-' : [values['note'], values['level']].join(':');
  };
  const ofOperation = read(operation);
  return [...fieldNodes.map(read), ...(ofOperation === '-' ? [] : [`(${ofOperation})`])].join(' ');
}

const label = (_object: unknown, _given: unknown, _context: unknown, info: GraphQLResolveInfo) => tracesOf(info);

const PLACES = [
  { __typename: 'Room', id: '1' },
  { __typename: 'Hall', id: '2' },
];

function venue(definition: (level: string) => string): Readonly<Record<string, LocalSubgraph>> {
  return {
    rooms: {
      sdl: `${definition('Level! = LOW')}
        enum Level { LOW HIGH }
        type Query { places: [Place!]! room: Room }
        type Mutation { open: Room }
        interface Place { id: ID! label: String }
        interface Named { label: String }
        type Room implements Place @key(fields: "id") { id: ID! label: String next: Hall }
        type Hall implements Place & Named @key(fields: "id") { id: ID! label: String }`,
      resolvers: {
        Query: { places: () => PLACES, room: () => PLACES[0] },
        Mutation: { open: () => PLACES[0] },
        Room: { label, next: () => PLACES[1] },
        Hall: { label },
      },
    },
    prices: {
      sdl: `${definition('Level!')}
        enum Level { LOW HIGH }
        type Room @key(fields: "id") { id: ID! price(currency: String): String rate: Rate }
        type Rate { name: String }`,
      resolvers: { Room: { price: label, rate: () => ({}) }, Rate: { name: label } },
    },
  };
}

const SAME_EVERYWHERE = venue(() => 'directive @trace(level: Level! = LOW, note: String) on FIELD | QUERY | MUTATION');

/** One that composition takes from a specification, and that one service has no default for. */
const OF_A_SPECIFICATION = venue(
  (level) => `
    extend schema @link(url: "https://venue.example/trace/v1.0", import: ["@trace"])
      @federation__composeDirective(name: "@trace")
    directive @trace(level: ${level}, note: String) on FIELD`,
);

describe.each(PLANNERS)('with the planner %s, a directive of the client', (planner) => {
  const { ask, calls } = createLocalGraph(SAME_EVERYWHERE, { planner });

  it('reaches its field in whatever service that is, with variables and defaults', async () => {
    const query = `query ($representations: String, $level: Level!) {
      room {
        label @trace(note: $representations)
        price @trace(level: $level)
        rate { name @trace(note: """deep "down" """) }
      }
    }`;
    expect(await ask(query, { representations: 'first', level: 'HIGH' })).toEqual({
      data: { room: { label: 'first:LOW', price: ':HIGH', rate: { name: 'deep "down" :LOW' } } },
    });
  });

  it('reaches no other field, and none of another type', async () => {
    const query =
      '{ places { id ... on Room { label @trace(note: "room") price } ... on Hall { label } } room { label } }';
    expect(await ask(query)).toEqual({
      data: {
        places: [
          { id: '1', label: 'room:LOW', price: '-' },
          { id: '2', label: '-' },
        ],
        room: { label: '-' },
      },
    });
  });

  it('reaches its field in fragments on what only some of the types around it are', async () => {
    const query = '{ places { ... on Room { next { ... on Named { label @trace(note: "next") } } } } }';
    expect((await ask(query)).data.places).toEqual([{ next: { label: 'next:LOW' } }, {}]);
  });

  it('goes with its field where an alias is replaced', async () => {
    const query = '{ room { id: label @trace(note: "alias") __x: price(currency: "EUR") @trace(note: "other") } }';
    expect(await ask(query)).toEqual({ data: { room: { id: 'alias:LOW', __x: 'other:LOW' } } });
  });

  it('is given on for each selection of one field', async () => {
    const query = '{ room { label @trace(note: "a") ...F } } fragment F on Room { label @trace(note: "b") label }';
    expect((await ask(query)).data.room.label).toBe('a:LOW b:LOW -');
  });

  it('is given on without a condition that stands beside it', async () => {
    const query = 'query ($c: Boolean!) { room { label @include(if: $c) @trace(note: "kept") price @skip(if: $c) } }';
    calls.length = 0;
    expect(await ask(query, { c: true })).toEqual({ data: { room: { label: 'kept:LOW' } } });
    expect(calls.map(({ variables }) => variables)).toEqual([{}]);
  });

  it('reaches all services when it is one of the operation', async () => {
    const query = 'query Q($note: String) @trace(note: $note) { room { label price @trace } }';
    expect((await ask(query, { note: 'all' })).data.room).toEqual({ label: '- (all:LOW)', price: ':LOW (all:LOW)' });
    const mutation = 'mutation @trace(note: "change") { open { label } }';
    expect((await ask(mutation)).data.open).toEqual({ label: '- (change:LOW)' });
  });

  it('has the default of the graph written out for a service that has none', async () => {
    const graph = createLocalGraph(OF_A_SPECIFICATION, { planner });
    expect(await graph.ask('{ room { label @trace price @trace(note: "own") } }')).toEqual({
      data: { room: { label: ':LOW', price: 'own:LOW' } },
    });
  });

  it('is refused where it is not allowed, or nobody knows it', async () => {
    for (const query of ['{ room @unknown { label } }', '{ ... @trace { room { label } } }']) {
      expect((await ask(query)).errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });
});
