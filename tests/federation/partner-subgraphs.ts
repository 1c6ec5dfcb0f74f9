/** What the compatibility suite puts beside the subgraph under test, cut down to what shows in an answer. */
const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@external", "@key", "@requires", "@shareable"])';

export const USERS_SDL = `${LINK}
  type User @key(fields: "email") {
    email: ID!
    name: String
    totalProductsCreated: Int @shareable
    yearsOfEmployment: Int!
  }
`;

export const usersResolvers = {
  User: {
    __resolveReference: ({ email }: { email: string }) => ({
      email,
      // Overridden: whoever sees this name asked the wrong subgraph.
      name: 'a name that products took over',
      totalProductsCreated: 120,
      yearsOfEmployment: 10,
    }),
  },
};

export const INVENTORY_SDL = `${LINK}
  type Query { inventories: [Inventory!]! }

  interface Inventory @key(fields: "id") {
    id: ID!
    place: String!
  }

  type Warehouse implements Inventory @key(fields: "id") {
    id: ID!
    place: String!
    racks: Int!
  }

  type Product @key(fields: "id") {
    id: ID!
    dimensions: ProductDimension @external
    delivery: Delivery @requires(fields: "dimensions { size weight }")
  }

  type ProductDimension @shareable {
    size: String
    weight: Float
  }

  type Delivery { carriers: Int! }
`;

const WAREHOUSE = { __typename: 'Warehouse', id: 'w-1', place: 'Malmö', racks: 40 };

const KILOGRAMS_A_CARRIER = 20;

export const inventoryResolvers = {
  Query: { inventories: () => [WAREHOUSE] },
  Inventory: { __resolveReference: () => WAREHOUSE },
  Warehouse: { __resolveReference: () => WAREHOUSE },
  Product: {
    delivery: ({ dimensions }: { dimensions: { weight: number } }) => ({
      carriers: Math.ceil(dimensions.weight / KILOGRAMS_A_CARRIER),
    }),
  },
};
