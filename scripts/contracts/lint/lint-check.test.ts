import { afterEach, describe, expect, it } from 'vitest';
import { createProject, type TemporaryProject } from '../testing/temporary-project.ts';

const SHOP = `# What is sold.
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

type Query {
  "The products."
  products("How many." first: Int!, "Where to go on." after: String): ProductConnection
}

type Mutation {
  "Renames a product."
  renameProduct("Its id." productId: ID!, "Its name." name: String!): RenameProductResult!
}

"Something that is sold."
type Product @key(fields: "id") {
  "Opaque."
  id: ID!
  "What it is called."
  name: String!
  "What it is like."
  kind: Kind!
}

"What a product is like."
enum Kind {
  "Like this."
  LIKE_THIS
}

"A page of products."
type ProductConnection {
  "With cursors."
  edges: [ProductEdge!]!
  "Without."
  nodes: [Product!]!
  "Where it stands."
  pageInfo: PageInfo!
}

"A product in a list."
type ProductEdge {
  "For the next page."
  cursor: String!
  "The product."
  node: Product!
}

"Where a page stands."
type PageInfo {
  "Whether more follow."
  hasNextPage: Boolean!
  "Whether some came before."
  hasPreviousPage: Boolean!
  "Of the first."
  startCursor: String
  "Of the last."
  endCursor: String
}

"How renaming can end."
union RenameProductResult = ProductRenamed | NameTaken

"It is called that."
type ProductRenamed {
  "The product."
  product: Product!
}

"Why not."
interface Problem {
  "For programs."
  code: String!
  "For people."
  message: String!
}

"Something else is called that."
type NameTaken implements Problem {
  "For programs."
  code: String!
  "For people."
  message: String!
}
`;

let project: TemporaryProject;
afterEach(() => project.remove());

describe('a schema', () => {
  it('as the house writes it has nothing to be told', async () => {
    expect(await linted(SHOP)).toEqual([]);
  });

  it.each([
    ['a field without a description', '  "What it is called."\n', '', 'REQUIRE_DESCRIPTION', '  name: String!'],
    ['an argument without one', '"Its name." ', '', 'REQUIRE_DESCRIPTION', 'renameProduct('],
    ['a value without one', '  "Like this."\n', '', 'REQUIRE_DESCRIPTION', 'LIKE_THIS'],
    ['a type without one', '"What a product is like."\n', '', 'REQUIRE_DESCRIPTION', 'enum Kind'],
    ['a field in another case', 'name: String!\n', 'full_name: String!\n', 'NAMING_CONVENTION', 'full_name'],
    ['a value in another case', 'LIKE_THIS', 'likeThis', 'NAMING_CONVENTION', 'likeThis'],
    ['a query with a verb in front', '  products(', '  getProducts(', 'NAMING_CONVENTION', 'getProducts('],
    ['a connection without its arguments', '"How many." first: Int!, ', '', 'RELAY_ARGUMENTS', 'products('],
    [
      'a connection without where it stands',
      '  "Where it stands."\n  pageInfo: PageInfo!\n',
      '',
      'RELAY_CONNECTION_TYPES',
      'type ProductConnection',
    ],
    ['a connection without nodes', '  "Without."\n  nodes: [Product!]!\n', '', 'EDGES', 'type ProductConnection'],
    ['an edge without a cursor', '  "For the next page."\n  cursor: String!\n', '', 'EDGES', 'type ProductEdge'],
    ['another PageInfo', 'startCursor: String\n', 'startCursor: String!\n', 'EDGES', 'type PageInfo'],
    [
      'a mutation that gives a type',
      'RenameProductResult!\n}',
      'ProductRenamed!\n}',
      'MUTATION_RESULTS',
      'renameProduct(',
    ],
    [
      'a mutation whose result may be null',
      'RenameProductResult!\n}',
      'RenameProductResult\n}',
      'MUTATION_RESULTS',
      'renameProduct(',
    ],
    ['a failure that is no Problem', 'NameTaken implements Problem', 'NameTaken', 'RESULT_UNIONS', 'type NameTaken'],
    ['an id that is text', 'productId: ID!', 'productId: String!', 'IDS', 'productId: String!'],
    ['an id that may be null', '  id: ID!', '  id: ID', 'IDS', '  id: ID'],
    ['a list with holes', 'nodes: [Product!]!', 'nodes: [Product]!', 'LISTS', 'nodes: [Product]!'],
    [
      'deprecation without a reason',
      '  name: String!\n',
      '  name: String! @deprecated\n',
      'DEPRECATION',
      '@deprecated',
    ],
    [
      'deprecation without a date',
      '  name: String!\n',
      '  name: String! @deprecated(reason: "Use the title instead.")\n',
      'DEPRECATION',
      '@deprecated',
    ],
  ])('with %s is told so, with line and remedy', async (_title, part, replacement, rule, at) => {
    expect(SHOP.split(part)).toHaveLength(2);
    const findings = await linted(SHOP.replace(part, replacement));
    const own = findings.find(({ code }) => code === `LINT_${rule}`);
    expect(own).toMatchObject({ check: 'lint', severity: 'error', hint: expect.any(String) });
    expect(own?.places).toMatchObject([{ file: 'shop.graphql', text: expect.stringContaining(at) }]);
  });

  it('may deprecate something with a reason and a date', async () => {
    const dated = SHOP.replace(
      '  name: String!\n',
      '  name: String! @deprecated(reason: "Use kind instead. It goes on 2027-01-31.")\n',
    );
    expect(await linted(dated)).toEqual([]);
  });
});

async function linted(shop: string) {
  project = createProject({ shop });
  const { findings, complaint } = await project.contracts('lint');
  expect(complaint).toBe('');
  return findings;
}
