import { subgraph, type HardSupergraph } from './hard-supergraph.ts';

/** Interfaces, unions and interface objects that each service knows in part. */
export const SHAPES: HardSupergraph = {
  name: 'shapes',
  subgraphs: [
    subgraph(
      'drawing',
      `
      type Query { shapes: [Shape!]! found: [[Found]] media: [Media!] one: Media named: [Named] }
      interface Named { name: String }
      interface Shape implements Named { id: ID! name: String area: Float }
      type Circle implements Shape & Named @key(fields: "id") { id: ID! name: String area: Float radius: Int! }
      type Square implements Shape & Named @key(fields: "id") { id: ID! name: String area: Float side: [Int!] }
      type Note implements Named { name: String text: String lines: [[String!]]! }
      union Found = Circle | Square | Note
      interface Media @key(fields: "id") { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
      type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int! cover: Shape }`,
    ),
    subgraph(
      'paint',
      `
      type Query { painted: [Painted!] rated: [Media] best: Media! }
      type Circle @key(fields: "id") { id: ID! radius: Int! @external color: String @requires(fields: "radius") }
      type Square @key(fields: "id") { id: ID! color: [String!] inside: [Painted] }
      union Painted = Circle | Square
      type Media @key(fields: "id") @interfaceObject {
        id: ID!
        title: String @external
        rating(scale: Int! = 5): Float
        slogan: String @requires(fields: "title")
        similar: [Media!]!
      }`,
    ),
  ],
  operations: {
    'one key holds different fields in different types': {
      query:
        '{ found { ... on Circle { x: name y: radius z: area } ... on Square { x: name z: area w: color } ... on Note { x: text } } }',
    },
    'fields of other services are joined under an interface': {
      query: '{ shapes { __typename area ... on Circle { color } ... on Square { paint: color color2: side } } }',
    },
    'a fragment on an interface reaches the objects inside a union': {
      query:
        '{ found { ... on Named { name ... on Shape { id ... on Circle { color } } } kind: __typename } painted { ... on Named { name } } }',
    },
    'an interface object’s objects get their own type': {
      query: '{ rated { __typename id title rating ... on Book { pages } ... on Film { minutes cover { name } } } }',
    },
    'a condition on a type holds for an interface object': {
      query: '{ best { ... on Film { rating(scale: 10) slogan } ... on Book { similar { __typename title } } } }',
    },
    'an interface object is extended from the interface': {
      query: '{ media { rating slogan title similar { id ... on Film { minutes } } } one { ... on Media { slogan } } }',
    },
    'an untyped fragment with a condition keeps it': {
      query:
        'query ($yes: Boolean!) { shapes { ... @include(if: $yes) { name ... on Circle { color } } ... @skip(if: $yes) { area } } }',
      variables: { yes: true },
    },
    'lists of lists hold their nulls': {
      query:
        '{ found { __typename ... on Note { lines } ... on Square { inside { ... on Circle { color radius } } } } }',
    },
  },
};
