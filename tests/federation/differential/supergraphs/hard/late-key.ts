import { subgraph, type HardSupergraph } from './hard-supergraph.ts';

/** A service has a field of an object's first key only when it is sent along, and shows the way by the second. */
export const LATE_KEY: HardSupergraph = {
  name: 'late key',
  subgraphs: [
    subgraph(
      'stock',
      `
      type Item @key(fields: "id") @key(fields: "code") {
        id: ID!
        code: String!
        weight: Int @external
        postage: Int @requires(fields: "weight")
      }`,
    ),
    subgraph(
      'scales',
      `
      type Item @key(fields: "code") { code: String! weight: Int }`,
    ),
    subgraph(
      'search',
      `
      type Query { found: Item }
      type Item @key(fields: "code") { code: String! id: ID! @external link: String @requires(fields: "id") }`,
    ),
  ],
  operations: {},
};
