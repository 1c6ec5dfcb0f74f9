import type { LocalSubgraph } from './local-graph.ts';

/** A graph with the things that are hard about federation, small enough to know by heart. */
const PRODUCTS = [
  { id: '1', slug: 'tray', name: 'Tray', archived: false },
  { id: '2', slug: 'lamp', name: 'Lamp', archived: true },
  { id: '3', slug: 'vase', name: null, archived: false },
];

const USERS = [
  { __typename: 'User', id: 'a', org: { id: 'x' }, name: 'Ada' },
  { __typename: 'User', id: 'b', org: { id: 'x' }, name: 'Bob' },
];

const REVIEWS = [
  { id: 'r1', stars: 5, product: '1', author: 'a' },
  { id: 'r2', stars: 1, product: '1', author: 'b' },
  { id: 'r3', stars: 3, product: '3', author: 'a' },
];

const MEDIA = [
  { __typename: 'Book', id: 'm1', title: 'Paper', pages: 100 },
  { __typename: 'Film', id: 'm2', title: 'Light', minutes: 90 },
];

const broken = (what: string) => () => {
  throw new Error(`${what} is broken`);
};

const byId = <Item extends { readonly id: string }>(items: readonly Item[], id: string) =>
  items.find((item) => item.id === id) ?? null;

const withTypename = (typename: string) => (item: object | null) => item && { __typename: typename, ...item };

const products: LocalSubgraph = {
  sdl: `
    type Query {
      products(first: Int = 10): [Product!]!
      product(id: ID!): Product
      shelves: [[Product!]!]!
      search(text: String, in: [Kind!], filter: Filter): [Hit]!
      media: [Media!]!
      echo(text: String = "none", number: Int, list: [String!], filter: Filter): String
      fragile: Fragile
    }
    type Mutation { rename(id: ID!, name: String): Product }
    enum Kind { PRODUCT USER SECRET @inaccessible }
    input Filter { text: String = "any" limits: [Int!] deep: Filter }
    union Hit = Product | User
    type Product @key(fields: "id") {
      id: ID!
      slug: String!
      name: String
      archived: Boolean!
      kind: Kind
      secret: String @inaccessible
      price(currency: String = "EUR"): Int
      size: Size
      text(value: String): String
    }
    type Size @shareable { width: Int height: Int }
    type User @key(fields: "id org { id }") { id: ID! org: Org! }
    type Org @shareable { id: ID! }
    interface Media @key(fields: "id") { id: ID! title: String }
    type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
    type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }
    type Fragile { sound: String broken: String needed: String! list: [Fragile!] deep: Fragile }`,
  resolvers: {
    Query: {
      products: (_: unknown, { first }: { first: number }) => PRODUCTS.slice(0, first),
      product: (_: unknown, { id }: { id: string }) => byId(PRODUCTS, id),
      shelves: () => [[PRODUCTS[0], PRODUCTS[1]], [], [PRODUCTS[2], PRODUCTS[0]]],
      search: () => [withTypename('Product')(PRODUCTS[0] ?? null), USERS[1], null],
      media: () => MEDIA,
      echo: (_: unknown, given: object) => JSON.stringify(given),
      fragile: () => FRAGILE,
    },
    Mutation: {
      rename: (_: unknown, { id, name }: { id: string; name: string | null }) => {
        const product = byId(PRODUCTS, id);
        return product && { ...product, name };
      },
    },
    Hit: { __resolveType: (hit: { __typename: string }) => hit.__typename },
    Media: {
      __resolveType: (media: { __typename: string }) => media.__typename,
      __resolveReference: ({ id }: { id: string }) => byId(MEDIA, id),
    },
    Book: { __resolveReference: ({ id }: { id: string }) => byId(MEDIA, id) },
    Film: { __resolveReference: ({ id }: { id: string }) => byId(MEDIA, id) },
    Product: {
      __resolveReference: ({ id }: { id: string }) => byId(PRODUCTS, id),
      kind: () => 'PRODUCT',
      price: ({ id }: { id: string }, { currency }: { currency: string }) => Number(id) * (currency === 'USD' ? 2 : 1),
      size: ({ id }: { id: string }) => ({ width: Number(id), height: 7 }),
      text: (_: unknown, { value }: { value: string | null }) => value,
    },
    User: { __resolveReference: (reference: object) => reference },
    Fragile: { broken: broken('broken'), needed: broken('needed') },
  },
};

const FRAGILE = { sound: 'yes', list: [{ sound: 'a' }, { sound: 'b' }], deep: { sound: 'deep' } };

const stock: LocalSubgraph = {
  sdl: `
    type Mutation { restock(id: ID!): Product }
    type Product @key(fields: "id") {
      id: ID!
      archived: Boolean! @external
      price(currency: String = "EUR"): Int @external
      size: Size @external
      inStock: Boolean @requires(fields: "archived")
      shelfPrice: Int @requires(fields: "price(currency: \\"USD\\")")
      volume: Int @requires(fields: "size { width }")
      shelf(at: String = "x"): String
    }
    type Size @shareable { width: Int }`,
  resolvers: {
    Mutation: { restock: (_: unknown, { id }: { id: string }) => ({ id }) },
    Product: {
      __resolveReference: (reference: object) => reference,
      inStock: ({ archived }: { archived: boolean }) => !archived,
      shelfPrice: ({ price }: { price: number }) => price * 10,
      volume: ({ size }: { size: { width: number } }) => size.width * 100,
      shelf: ({ id }: { id: string }, { at }: { at: string }) => {
        if (id === '2') throw new Error('no shelf');
        return `${at}${id}`;
      },
    },
  },
};

const reviews: LocalSubgraph = {
  sdl: `
    type Query { reviews: [Review!]! }
    type Review @key(fields: "id") { id: ID! stars: Int! product: Product author: User media: Media }
    type Product @key(fields: "id") { id: ID! reviews: [Review!]! }
    type User @key(fields: "id org { id }") { id: ID! org: Org! name: String }
    type Org @shareable { id: ID! }
    type Media @key(fields: "id") @interfaceObject { id: ID! score: Int }`,
  resolvers: {
    Query: { reviews: () => REVIEWS },
    Review: {
      product: ({ product }: { product: string }) => ({ id: product }),
      author: ({ author }: { author: string }) => byId(USERS, author),
      media: ({ id }: { id: string }) => ({ id: id === 'r1' ? 'm1' : 'm2' }),
    },
    Product: {
      __resolveReference: (reference: object) => reference,
      reviews: ({ id }: { id: string }) => REVIEWS.filter(({ product }) => product === id),
    },
    User: { __resolveReference: ({ id }: { id: string }) => byId(USERS, id) },
    Media: {
      __resolveReference: (reference: object) => reference,
      score: ({ id }: { id: string }) => Number(id.slice(1)),
    },
  },
};

export const SHOP = { products, stock, reviews };
