import { subgraph, type HardSupergraph } from './hard-supergraph.ts';

/** Keys of several fields, of nested ones, and the ways from one to another. */
export const KEYS: HardSupergraph = {
  name: 'keys',
  subgraphs: [
    subgraph(
      'first',
      `
      type Query { parts: [Part!] part(row: Int!, column: Int!): Part shelf: [[Part!]]! }
      type Part @key(fields: "row column") {
        row: Int!
        column: Int!
        label: String!
        unit: Unit
        neighbour: Part
        legacy: String
      }
      type Unit @shareable { code: String! factor: Float }`,
    ),
    subgraph(
      'second',
      `
      type Part @key(fields: "row column") @key(fields: "serial place { code }") {
        row: Int!
        column: Int!
        serial: ID!
        place: Place!
        legacy: String @override(from: "first")
        unit: Unit @external
        inUnits: Float! @requires(fields: "unit { factor code }")
        owner: Owner @provides(fields: "nick")
      }
      type Place @shareable { code: ID! floor: Int }
      type Unit { code: String! @external factor: Float @external }
      type Owner @key(fields: "id") { id: ID! nick: String @external }`,
    ),
    subgraph(
      'third',
      `
      type Query { owners(ids: [[ID!]!]): [Owner]! }
      type Part @key(fields: "serial place { code }") {
        serial: ID!
        place: Place!
        weight: Float
        history(last: Int = 2): [Change!]!
      }
      type Place @shareable { code: ID! floor: Int }
      type Change { at: Int! part: Part! by: Owner }
      type Owner @key(fields: "id") { id: ID! nick: String @shareable name: String! parts: [Part!] }`,
    ),
  ],
  operations: {
    'one key leads to another': {
      query: '{ parts { label weight history { part { label inUnits } by { name } } } }',
    },
    'a part of a composite key may be asked for under another name': {
      query: '{ parts { column: row row: label weight serial: label } }',
    },
    'an overridden field comes from its new owner': {
      query: '{ parts { legacy neighbour { legacy weight } } }',
    },
    'a provided field and the owner’s own are the same': {
      query: '{ parts { owner { nick name parts { label } } } owners(ids: [["1"], ["2", "3"]]) { nick } }',
    },
    'lists of lists are joined by composite keys': {
      query: '{ shelf { weight place { code floor } history(last: 1) { at part { column row legacy } } } }',
    },
    'one value stands for a list of lists': {
      query:
        'query ($id: ID!) { owners(ids: [[$id]]) { name } b: owners(ids: "7") { parts { weight } } c: owners(ids: ["8"]) { id } }',
      variables: { id: 7 },
    },
  },
};
