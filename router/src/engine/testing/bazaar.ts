import type { LocalSubgraph } from './local-graph.ts';

/** A graph of which fields take arguments from what is around them, small enough to know by heart. */
const SHOPS = [
  { __typename: 'Shop', id: 'de', currency: 'EUR', land: { code: 'DE' }, tags: ['a', 'b'], goods: ['1', '2'] },
  { __typename: 'Shop', id: 'se', currency: 'SEK', land: { code: 'SE' }, tags: [], goods: ['1'] },
  { __typename: 'Shop', id: 'xx', currency: null, land: null, tags: null, goods: ['2'] },
  { __typename: 'Shop', id: 'at', currency: 'EUR', land: { code: 'AT' }, tags: ['a', 'b'], goods: ['1'] },
] as const;

const STALL = { __typename: 'Stall', id: 'st', currency: null, coin: 'gold', goods: ['1'] } as const;

const CORNERS = [SHOPS[1], { __typename: 'Booth', id: 'b' }, SHOPS[2]];

const MALL = {
  id: 'm',
  currency: 'USD',
  shops: SHOPS.slice(0, 2),
  stall: STALL,
  goods: ['2'],
  corners: CORNERS,
  near: [STALL, SHOPS[1]],
};

const SPOTS = [SHOPS[0], STALL, SHOPS[1]];

type Shop = (typeof SHOPS)[number];

const good = (id: string) => ({ id });

const goods = { goods: ({ goods: ids }: { readonly goods: readonly string[] }) => ids.map(good) };

const ticket = { ticket: ({ id }: { readonly id: string }) => ({ id }) };

const typed = { __resolveType: ({ __typename }: { __typename: string }) => __typename };

const words = (...said: (string | number | null | undefined)[]) => said.map((word) => word ?? 'nothing').join(' ');

const shops: LocalSubgraph = {
  sdl: `
    type Query { shops: [Shop!]! shop(id: ID!): Shop mall: Mall places: [Place!]! spots: [Spot!]! }
    type Mutation { open(id: ID!): Shop }
    interface Place @context(name: "named") { id: ID! goods: [Good!]! beside: [Place!] }
    union Corner = Shop | Booth
    union Spot @context(name: "spot") = Shop | Stall | Mall
    type Shop implements Place @key(fields: "id") @context(name: "place") @context(name: "shop") @context(name: "till") {
      id: ID!
      currency(long: Boolean = false): String
      land: Land
      tags: [String!]
      stars: Int @external
      goods: [Good!]!
      beside: [Place!]
      best: Good
      offer: Offer
      ticket: Ticket
    }
    type Stall implements Place @key(fields: "id") @context(name: "place") {
      id: ID!
      currency: String
      coin: String
      goods: [Good!]!
      beside: [Place!]
    }
    type Booth @key(fields: "id") { id: ID! ticket: Ticket }
    type Mall implements Place @key(fields: "id") @context(name: "place") @context(name: "till") {
      id: ID!
      currency: String
      shops: [Shop!]!
      stall: Stall
      corners: [Corner!]!
      near: [Place!]!
      goods: [Good!]!
      beside: [Place!]
    }
    type Ticket @key(fields: "id") { id: ID! fee(in: String @fromContext(field: "$till { currency }")): String }
    type Land { code: String! }
    type Good @key(fields: "id") {
      id: ID!
      name(upper: Boolean = false): String
      price(in: String @fromContext(field: "$place { currency }"), upper: Boolean = false): String
      coin(of: String @fromContext(field: "$spot ... on Shop { currency } ... on Stall { coin } ... on Mall { currency }")): String
      owner(is: ID @fromContext(field: "$named { id }")): String
      broken(in: String @fromContext(field: "$place { currency }")): String
      parts: [Good!]
    }
    type Offer @key(fields: "id") {
      id: ID!
      good: Good
      origin(land: String @fromContext(field: "$shop { land { code } }")): String
      tagged(tags: [String] @fromContext(field: "$shop { tags }")): [String]
      rank(stars: Int @fromContext(field: "$shop { stars }")): String
      both(
        a: String @fromContext(field: "$place { currency }")
        b: String @fromContext(field: "$shop { land { code } }")
      ): String
    }`,
  resolvers: {
    Query: {
      shops: () => SHOPS,
      shop: (_: unknown, { id }: { id: string }) => SHOPS.find((shop) => shop.id === id),
      mall: () => MALL,
      places: () => SPOTS,
      spots: () => SPOTS,
    },
    Mutation: { open: (_: unknown, { id }: { id: string }) => SHOPS.find((shop) => shop.id === id) },
    Place: typed,
    Spot: typed,
    Corner: typed,
    Booth: ticket,
    Ticket: {
      __resolveReference: (reference: object) => reference,
      fee: ({ id }: { id: string }, given: { in?: string | null }) => words(id, given.in),
    },
    Shop: {
      ...goods,
      ...ticket,
      __resolveReference: ({ id }: { id: string }) => SHOPS.find((shop) => shop.id === id),
      currency: ({ currency }: Shop, { long }: { long: boolean }) => (long ? words(currency, 'in full') : currency),
      best: ({ goods: [id] }: Shop) => good(id),
      offer: ({ id, goods: [first] }: Shop) => ({ id, good: good(first) }),
    },
    Stall: { ...goods, __resolveReference: () => STALL },
    Mall: goods,
    Good: {
      __resolveReference: (reference: object) => reference,
      name: ({ id }: { id: string }, { upper }: { upper: boolean }) => (upper ? `GOOD ${id}` : `good ${id}`),
      price: ({ id }: { id: string }, given: { in?: string | null; upper: boolean }) =>
        words(given.upper ? `PRICE ${id}` : id, given.in),
      coin: ({ id }: { id: string }, { of }: { of?: string | null }) => words(id, of),
      owner: ({ id }: { id: string }, { is }: { is?: string | null }) => words(id, is),
      broken: ({ id }: { id: string }, given: { in?: string | null }) => {
        throw new Error(words(id, given.in, 'is broken'));
      },
      parts: ({ id }: { id: string }) => [good(`${id}a`), good(`${id}b`)],
    },
    Offer: {
      __resolveReference: (reference: object) => reference,
      origin: ({ id }: { id: string }, { land }: { land?: string | null }) => words(id, land),
      tagged: (_: unknown, { tags }: { tags?: readonly string[] | null }) => tags,
      rank: ({ id }: { id: string }, { stars }: { stars?: number | null }) => words(id, stars),
      both: (_: unknown, { a, b }: { a?: string | null; b?: string | null }) => words(a, b),
    },
  },
};

const fame: LocalSubgraph = {
  sdl: `
    type Shop @key(fields: "id") { id: ID! stars: Int rival: Shop }
    type Good @key(fields: "id") { id: ID! like: [Good!] }`,
  resolvers: {
    Shop: {
      __resolveReference: (reference: object) => reference,
      stars: ({ id }: { id: string }) => {
        if (id === 'se') throw new Error('no stars');
        return id.charCodeAt(0);
      },
      rival: ({ id }: { id: string }) => good(id === 'de' ? 'se' : 'de'),
    },
    Good: {
      __resolveReference: (reference: object) => reference,
      like: ({ id }: { id: string }) => [good(`${id}x`), good('y')],
    },
  },
};

/** Goods and places are in one service, what is said of them in the other. */
export const BAZAAR = { shops, fame };
