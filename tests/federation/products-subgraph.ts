/**
 * The subgraph that Apollo's compatibility suite asks every library to build, on our kit: its types and directives,
 * with data of ours. https://github.com/apollographql/apollo-federation-subgraph-compatibility
 */
export const PRODUCTS_SDL = `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: [
        "@composeDirective", "@external", "@inaccessible", "@interfaceObject", "@key", "@override", "@provides", "@requires"
        "@shareable", "@tag"
      ]
    )
    @link(url: "https://galleria.example/custom/v1.0", import: ["@custom"])
    @composeDirective(name: "@custom")

  directive @custom on OBJECT

  type Query {
    product(id: ID!): Product
    deprecatedProduct(sku: String!, package: String!): DeprecatedProduct @deprecated(reason: "Ask for a product.")
    broken: String
  }

  type Product @custom @key(fields: "id") @key(fields: "sku package") @key(fields: "sku variation { id }") {
    id: ID!
    sku: String
    package: String
    variation: ProductVariation
    dimensions: ProductDimension
    createdBy: User @provides(fields: "totalProductsCreated")
    notes: String @tag(name: "internal")
    research: [ProductResearch!]!
  }

  type DeprecatedProduct @key(fields: "sku package") {
    sku: String!
    package: String!
    reason: String
    createdBy: User
  }

  type ProductVariation { id: ID! }

  type ProductResearch @key(fields: "study { caseNumber }") {
    study: CaseStudy!
    outcome: String
  }

  type CaseStudy {
    caseNumber: ID!
    description: String
  }

  type ProductDimension @shareable {
    size: String
    weight: Float
    unit: String @inaccessible
  }

  type User @key(fields: "email") {
    averageProductsCreatedPerYear: Int @requires(fields: "totalProductsCreated yearsOfEmployment")
    email: ID!
    name: String @override(from: "users")
    totalProductsCreated: Int @external
    yearsOfEmployment: Int! @external
  }

  type Inventory @interfaceObject @key(fields: "id") {
    id: ID!
    deprecatedProducts: [DeprecatedProduct!]!
  }
`;

const AUTHOR = { email: 'carpenter@galleria.example', name: 'Cara Carpenter', totalProductsCreated: 120 };

const DEPRECATED = { sku: 'stool', package: 'first-edition', reason: 'It wobbles.', createdBy: AUTHOR };

const STUDIES = [
  { study: { caseNumber: '7', description: 'How long a stool lasts' }, outcome: 'A life' },
  { study: { caseNumber: '8', description: 'How a table is carried' }, outcome: null },
];

const PRODUCTS = [
  {
    id: 'p-1',
    sku: 'stool',
    package: 'second-edition',
    variation: { id: 'oak' },
    dimensions: { size: 'small', weight: 2.5, unit: 'kg' },
    createdBy: AUTHOR,
    notes: 'Three legs.',
    research: [STUDIES[0]],
  },
  {
    id: 'p-2',
    sku: 'table',
    package: 'second-edition',
    variation: { id: 'ash' },
    dimensions: { size: 'large', weight: 31, unit: 'kg' },
    createdBy: AUTHOR,
    notes: null,
    research: [STUDIES[1]],
  },
];

/** A representation of a product by one of its three keys. */
interface ProductKey {
  readonly id?: string;
  readonly sku?: string;
  readonly package?: string;
  readonly variation?: { readonly id: string };
}

interface UserRepresentation {
  readonly email: string;
  readonly totalProductsCreated?: number;
  readonly yearsOfEmployment?: number;
}

export const productsResolvers = {
  Query: {
    product: (_: unknown, { id }: { id: string }) => PRODUCTS.find((product) => product.id === id),
    deprecatedProduct: (_: unknown, key: { sku: string; package: string }) => deprecatedProduct(key),
    broken: () => {
      throw new Error('the key under the mat is hunter2');
    },
  },
  Product: {
    __resolveReference: ({ id, sku, package: edition, variation }: ProductKey) =>
      PRODUCTS.find((product) => {
        if (id !== undefined) return product.id === id;
        return product.sku === sku && (product.package === edition || product.variation.id === variation?.id);
      }),
  },
  DeprecatedProduct: { __resolveReference: deprecatedProduct },
  ProductResearch: {
    __resolveReference: ({ study }: { study: { caseNumber: string } }) =>
      STUDIES.find((research) => research.study.caseNumber === study.caseNumber),
  },
  User: {
    __resolveReference: (user: UserRepresentation) => ({ ...user, name: AUTHOR.name }),
    averageProductsCreatedPerYear: ({ totalProductsCreated, yearsOfEmployment }: UserRepresentation) =>
      totalProductsCreated === undefined || yearsOfEmployment === undefined
        ? null
        : Math.round(totalProductsCreated / yearsOfEmployment),
  },
  Inventory: {
    __resolveReference: ({ id }: { id: string }) => ({ id, deprecatedProducts: [DEPRECATED] }),
  },
};

function deprecatedProduct(key: { sku: string; package: string }) {
  return key.sku === DEPRECATED.sku && key.package === DEPRECATED.package ? DEPRECATED : null;
}
