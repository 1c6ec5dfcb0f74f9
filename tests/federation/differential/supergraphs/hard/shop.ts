import { subgraph, type HardSupergraph } from './hard-supergraph.ts';

/** A catalogue and its stock: the fields that a fetch adds, and the names that a client gives to others. */
export const SHOP: HardSupergraph = {
  name: 'shop',
  subgraphs: [
    subgraph(
      'catalogue',
      `
      scalar AnyJson
      type Query {
        products(first: Int! = 3, words: [String!], range: Range = { from: 1 }): [Product!]!
        product(slug: String!): Product
        shelves: [[Product]!]
        maybe: Product!
        echo(text: String, any: AnyJson): String
      }
      input Range { from: Int! to: Int = 9 label: String = "a \\"b\\"" }
      type Mutation {
        rename(name: String!): Product!
        archive(ids: [ID!]!): [Product]
      }
      type Product @key(fields: "id") {
        id: ID!
        slug: String!
        name: String
        archived: Boolean!
        size: Size
        price(currency: String! = "EUR"): Int
        extra: AnyJson
        maker: Maker
      }
      interface Measured { width: Int }
      type Size implements Measured { width: Int height: Int }
      type Maker @key(fields: "id") { id: ID! name: String! }`,
    ),
    subgraph(
      'stock',
      `
      type Product @key(fields: "id") {
        id: ID!
        archived: Boolean! @external
        size: Size @external
        price(currency: String! = "EUR"): Int @external
        inStock: Boolean @requires(fields: "archived")
        boxes: Int! @requires(fields: "size { width height }")
        worth: Int @requires(fields: "price(currency: \\"USD\\")")
        places(near: String): [Place!]
      }
      type Size { width: Int @external height: Int @external }
      type Place { name: String! product: Product! maker: Maker }
      type Maker @key(fields: "id") { id: ID! places: [Place!]! }
      type Mutation { restock(id: ID!): Product }`,
    ),
  ],
  operations: {
    'an alias called like the key gives the field that it names': {
      query: '{ products { id: slug inStock } }',
    },
    'an alias called like a required field does not change what requires it': {
      query: '{ products { archived: name inStock size: slug boxes } }',
    },
    'an alias that begins with two underscores is an alias': {
      query: '{ product(slug: "a") { __typename: name __key: slug inStock } }',
    },
    'a condition on one of two selections of a field leaves the other': {
      query:
        'query ($no: Boolean!) { products { inStock @skip(if: $no) inStock places { name @include(if: $no) name } } }',
      variables: { no: true },
    },
    'a root field that is left out is not asked for': {
      query:
        'query ($no: Boolean = false) { a: maybe @include(if: $no) { id } product(slug: "x") @skip(if: $no) { inStock } }',
    },
    'all that is selected may be left out': {
      query: '{ products { id @skip(if: true) } product(slug: "x") @include(if: false) { id } }',
    },
    'a variable that is not given is another than one that is null': {
      query: 'query ($to: String, $null: String) { a: echo(text: $to) b: echo(text: $null) c: echo }',
      variables: { null: null },
    },
    'a default fills in on the way': {
      query:
        'query ($text: String = "d\\"q", $from: Int = 5) { echo(text: $text) products(range: { from: $from }) { id } }',
    },
    'one value stands for a list of one': {
      query: 'query ($w: [String!]) { products(words: "one") { id } b: products(words: $w) { inStock } }',
      variables: { w: 'one' },
    },
    'texts keep their quotes, backslashes and lines': {
      query: '{ a: echo(text: "q\\" b\\\\ n\\n u\\u00e9") b: echo(text: """\n  block "quoted"\n    deeper\n""") }',
    },
    'a scalar that takes anything takes objects': {
      query:
        'query ($any: AnyJson) { a: echo(any: { a: [1, { b: "x" }], id: null }) b: echo(any: $any) products { extra } }',
      variables: { any: { __typename: 'Product', list: [[1], []] } },
    },
    'required fields with an argument are not mixed up with the client’s': {
      query: '{ products { price worth other: price(currency: "CHF") } }',
    },
    'lists of lists of entities are joined': {
      query: '{ shelves { inStock maker { places { name product { slug maker { name } } } } } }',
    },
    'one entity in many places is the same in each': {
      query:
        '{ products { places(near: "x") { product { name places(near: "x") { product { inStock } } } maker { name } } } }',
    },
    'mutations of several services come in order': {
      query:
        'mutation { a: rename(name: "x") { inStock } restock(id: "1") { name } b: archive(ids: "2") { boxes } __typename }',
    },
    'names of Object.prototype are names': {
      query: '{ constructor: products { toString: slug __proto__: inStock hasOwnProperty: id } }',
    },
    'a type is asked for by a variable': {
      query: 'query ($t: String!) { __type(name: $t) { name fields { name } } products { id } __typename }',
      variables: { t: 'Product' },
    },
  },
};
