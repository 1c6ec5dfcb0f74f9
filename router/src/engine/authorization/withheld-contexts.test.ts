import { describe, expect, it } from 'vitest';
import { composeLocal, createLocalGraph, PLANNERS, type LocalSubgraph } from '../testing/local-graph.ts';
import { authorizing, type Person } from './testing/members.ts';

const HOUSE = { id: 'h' };
const GOLD = { __typename: 'Gold', id: 'g' };

const town: LocalSubgraph = {
  sdl: `
    type Query { places: [Place!]!  shop: Shop }
    type Mutation { open: Place }
    interface Place { id: ID!  owner: String  seal: String!  beside: Place  thing: Thing  house: House }
    type Shop implements Place @key(fields: "id") @context(name: "place") {
      id: ID!
      owner: String @authenticated
      seal: String! @authenticated
      beside: Place
      currency: String! @requiresScopes(scopes: [["money"]])
      thing: Gold
      house: House
    }
    type Stall implements Place @key(fields: "id") @context(name: "place") {
      id: ID!
      owner: String
      seal: String!
      beside: Place
      currency: String!
      thing: Tin
      house: House
    }
    union Thing = Gold | Tin
    type Gold @authenticated { id: ID! }
    type Tin { id: ID! }
    type House @key(fields: "id") {
      id: ID!
      rent(in: String @fromContext(field: "$place { currency }")): String @requiresScopes(scopes: [["money"]])
    }`,
  resolvers: {
    Query: {
      places: () => [
        { __typename: 'Shop', id: 's', owner: 'Ada', currency: 'EUR', thing: GOLD, house: HOUSE },
        { __typename: 'Stall', id: 't', owner: 'Bob', currency: 'SEK', thing: { id: 'n' }, house: HOUSE },
      ],
      shop: () => ({ id: 's', house: HOUSE }),
    },
    Mutation: {
      open: () => {
        throw new Error('was executed');
      },
    },
    House: {
      __resolveReference: (reference: object) => reference,
      rent: (_house: object, given: { readonly in: string }) => `7 ${given.in}`,
    },
  },
};

describe.each(PLANNERS)('with the planner %s, of an interface that hides a context', (planner) => {
  let person: Person | undefined;
  const graph = createLocalGraph({ town }, { planner, authorize: authorizing(() => person).authorize });

  async function ask(query: string, who?: Person) {
    person = who;
    graph.calls.length = 0;
    const { data, errors = [] } = await graph.ask(query);
    return { data: data as unknown, errors: errors.map(({ message, path }) => `${message} ${path?.join('.') ?? ''}`) };
  }

  it('a field is for whom every type would give it, as of any interface', async () => {
    const seen = await ask('{ places { id ... { owner } ... on Place { by: owner } } }');
    expect(seen.data).toEqual({
      places: [
        { id: 's', owner: null, by: null },
        { id: 't', owner: null, by: null },
      ],
    });
    expect(new Set(seen.errors.map((text) => text.split(' ')[4]))).toEqual(new Set(['Place.owner']));
    expect(graph.calls.map(({ query }) => query).join()).not.toContain('owner');
    expect((await ask('{ places { ... on Stall { owner } id } }')).data).toEqual({
      places: [{ id: 's' }, { owner: 'Bob', id: 't' }],
    });
    expect((await ask('{ places { owner } }', {})).data).toEqual({ places: [{ owner: 'Ada' }, { owner: 'Bob' }] });
  });

  it('a mutation of which nothing may be told is not executed', async () => {
    const denied = 'Unauthorized field or type:';
    expect(await ask('mutation { open { owner } }')).toEqual({
      data: { open: null },
      errors: [`${denied} Place.owner open.owner`],
    });
    expect(await ask('mutation { open { beside { owner } } }')).toEqual({
      data: { open: null },
      errors: [`${denied} Place.owner open.beside.owner`],
    });
    expect(await ask('mutation { open { id seal } }')).toEqual({
      data: { open: null },
      errors: [`${denied} Place.seal open.seal`],
    });
  });

  it('a field is of whatever any type has there', async () => {
    expect((await ask('{ places { id thing { __typename } } }')).data).toEqual({
      places: [
        { id: 's', thing: null },
        { id: 't', thing: null },
      ],
    });
  });

  it('what is taken from a context is for whom the context is', async () => {
    expect(await ask('{ places { id house { id rent } } }', {})).toEqual({
      data: {
        places: [
          { id: 's', house: { id: 'h', rent: null } },
          { id: 't', house: { id: 'h', rent: null } },
        ],
      },
      errors: [0, 1].map((index) => `Unauthorized field or type: House.rent places.${index}.house.rent`),
    });
    expect(graph.calls.map(({ query }) => query).join()).not.toContain('currency');
    const { data } = await ask('{ places { house { rent } owner } }', { scopes: ['money'] });
    expect(data).toEqual({
      places: [
        { house: { rent: '7 EUR' }, owner: 'Ada' },
        { house: { rent: '7 SEK' }, owner: 'Bob' },
      ],
    });
  });
});

it('a field that is taken from a context requires what that does, or there is no supergraph', () => {
  const open = { ...town, sdl: town.sdl.replace(/(: String) @requiresScopes[^\n]*\n {4}}$/, '$1\n    }') };
  expect(() => composeLocal({ town: open })).toThrow(/"House.rent" does not specify necessary .* from @fromContext/);
});
