import { subgraph, type HardSupergraph } from './hard-supergraph.ts';

/** Fields that take what stands around their object, at several heights, by types of every kind. */
export const CONTEXTS: HardSupergraph = {
  name: 'contexts',
  subgraphs: [
    subgraph(
      'market',
      `
      type Query { shops: [Shop!] mall: Mall rows: [[Shop]] venues: [Venue] spots: [Spot!]! }
      type Mutation { open(id: ID!): Shop }
      interface Venue @context(name: "venue") { id: ID! city: City goods: [Good] notes(first: Int): [Note!] }
      union Spot @context(name: "spot") = Shop | Mall
      union Corner = Shop | Booth
      type Shop implements Venue @key(fields: "id") @context(name: "place") @context(name: "till") {
        id: ID!
        currency(long: Boolean = false): String
        city: City
        notes(first: Int): [Note!]
        goods: [Good]
        best: Good
        ticket: Ticket
        near: Shop
      }
      type Mall implements Venue @key(fields: "id") @context(name: "place") @context(name: "till") {
        id: ID!
        currency: String
        city: City
        notes(first: Int): [Note!]
        goods: [Good]
        shops: [Shop!]
        corners: [Corner]!
      }
      type Booth @key(fields: "id") { id: ID! ticket: Ticket }
      type Note @key(fields: "id") {
        id: ID!
        at(city: String @fromContext(field: "$venue { city { name } }")): [Note]
        both(
          id: ID @fromContext(field: "$venue { id }")
          tags: [String] @fromContext(field: "$venue { city { tags } }")
        ): String
      }
      type City { name: String tags: [String] }
      type Ticket @key(fields: "id") { id: ID! fee(in: String @fromContext(field: "$till { currency }"), text: String): String }
      type Good @key(fields: "id") {
        id: ID!
        name: String
        price(in: String @fromContext(field: "$place { currency }"), upper: Boolean = true): String
        coin(of: String @fromContext(field: "$spot ... on Shop { currency } ... on Mall { currency }")): Int!
        parts: [Good!]
      }`,
    ),
    subgraph(
      'fame',
      `
      type Shop @key(fields: "id") { id: ID! stars: Int rival: Shop sold: [Good!] }
      type Good @key(fields: "id") { id: ID! like(first: Int = 2): [Good] sellers: [Shop!] note: String! }`,
    ),
    subgraph(
      'rank',
      `
      type Shop @key(fields: "id") @context(name: "ranked") { id: ID! stars: Int @external prize: Prize }
      type Prize @key(fields: "id") { id: ID! worth(stars: Int @fromContext(field: "$ranked { stars }")): Float shops: [Shop] }`,
    ),
  ],
  operations: {
    'the nearest context counts': {
      query: '{ mall { goods { price } shops { goods { price parts { price } } near { best { price } } } } }',
    },
    'contexts are set at different heights above one place': {
      query: '{ mall { corners { ... on Booth { ticket { fee } } ... on Shop { ticket { fee(text: "x") } } } } }',
    },
    'types of unions and interfaces set a context': {
      query:
        '{ venues { id notes { at { id at { both } } both } ... on Shop { notes { at { id } } } } spots { ... on Shop { best { coin } } ... on Mall { goods { coin } } } }',
    },
    'one entity stands in several places, and others lead there': {
      query: '{ shops { sold { price like { price sellers { sold { price } } } } rival { best { price } } } }',
    },
    'a context comes from another service': {
      query: '{ shops { prize { worth shops { prize { worth } } } } }',
    },
    'a context has the name of a client’s alias, and another argument': {
      query: '{ shops { currency: id stars: currency(long: true) best { price(upper: false) name: price } } }',
    },
    'types behind an interface set a context, and the interface does not': {
      query:
        '{ venues { goods { price coin } } mall { corners { ... on Venue { goods { price } } } goods { price } } }',
    },
    'lists of lists stand between': {
      query: '{ rows { id goods { price note } } }',
    },
  },
};
