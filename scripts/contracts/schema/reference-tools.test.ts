import { diff } from '@graphql-inspector/core';
import { composeServices } from '@apollo/composition';
import { buildSchema, findBreakingChanges, parse } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { createProject, type TemporaryProject } from '../testing/temporary-project.ts';

const SHOP = `directive @loud(by: Int) on FIELD
type Query { product(id: ID!, size: Int = 1, kind: Kind): Product node(input: In): Node found: [Found!]! }
interface Node { id: ID! }
type Product implements Node { id: ID! name: String price: Int! tags: [String!] old: Int @deprecated(reason: "No.") }
type Shelf implements Node { id: ID! products: [Product!]! }
union Found = Product | Shelf
enum Kind { SMALL LARGE }
input In { text: String count: Int! = 1 kind: Kind }
scalar Url
`;

/** Each replaces a part of the schema that is in it once. */
const CHANGES: readonly (readonly [part: string, replacement: string])[] = [
  [' name: String', ''],
  [' old: Int @deprecated(reason: "No.")', ''],
  ['name: String', 'name: String!'],
  ['price: Int!', 'price: Int'],
  ['price: Int!', 'price: Float!'],
  ['tags: [String!]', 'tags: [String]'],
  ['tags: [String!]', 'tags: [String!]!'],
  [', size: Int = 1', ''],
  ['size: Int = 1', 'size: Int = 2'],
  ['size: Int = 1', 'size: Int!'],
  ['id: ID!, size', 'id: ID, size'],
  ['kind: Kind): Product', 'kind: Kind, more: Int): Product'],
  ['kind: Kind): Product', 'kind: Kind, more: Int!): Product'],
  ['kind: Kind): Product', 'kind: Kind, more: Int! = 1): Product'],
  ['SMALL LARGE', 'SMALL'],
  ['SMALL LARGE', 'SMALL LARGE HUGE'],
  ['Product | Shelf', 'Product'],
  ['scalar Url\n', 'scalar Url\ntype Box { id: ID! }\nextend union Found = Box\n'],
  ['text: String', ''],
  ['text: String', 'text: String!'],
  ['text: String', 'text: String more: Int'],
  ['text: String', 'text: String more: Int!'],
  ['text: String', 'text: String more: Int! = 3'],
  ['count: Int! = 1', 'count: Int = 1'],
  ['count: Int! = 1', 'count: Int! = 2'],
  ['type Shelf implements Node', 'type Shelf'],
  ['type Query', 'type Extra { a: Int }\ntype Query'],
  ['found: [Found!]!', 'found: [Found!]! extra: Int'],
];

let projects: TemporaryProject[] = [];
afterEach(() => {
  projects.forEach((project) => project.remove());
  projects = [];
});

describe('changes are judged as the reference tools do', () => {
  it.each(CHANGES.map(([part, replacement], index) => ({ part, replacement, index })))(
    '$index: "$part" becomes "$replacement"',
    async ({ part, replacement }) => {
      expect(SHOP.split(part)).toHaveLength(2);
      const changed = SHOP.replace(part, replacement);
      const [before, after] = [buildSchema(SHOP), buildSchema(changed)];
      const base = given({ shop: SHOP });
      const { findings } = await given({ shop: changed }).contracts('schema', '--base', base.folder);
      const ours = (severity: string) =>
        findings.filter((finding) => finding.severity === severity).map(({ code }) => code);
      const theirs = await diff(before, after);
      const inspector = (level: string) =>
        theirs.filter(({ criticality }) => String(criticality.level) === level).map(({ type }) => String(type));
      expect(ours('error').sort()).toEqual(inspector('BREAKING').sort());
      expect(ours('warning').sort()).toEqual(inspector('DANGEROUS').sort());
      // GraphQL’s own reference implementation knows fewer kinds, and agrees about what breaks.
      expect(ours('error').length > 0).toBe(findBreakingChanges(before, after).length > 0);
    },
  );
});

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides"])\n';
const USERS = `${LINK}type Query { me: User }\ntype User @key(fields: "id") { id: ID! name: String }\n`;

describe('composition fails as @apollo/composition has it', () => {
  it.each([
    ['a field of two', 'type User @key(fields: "id") { id: ID! name: String }'],
    [
      'a field of two types',
      'type User @key(fields: "id") { id: ID! @shareable age: Int @shareable name: Int @shareable }',
    ],
    ['a key that is not there', 'type User @key(fields: "uid") { id: ID! }'],
    ['what requires what is not there', 'type User @key(fields: "id") { id: ID! age: Int @requires(fields: "born") }'],
    ['what is external and unused', 'type User @key(fields: "id") { id: ID! name: String @external }'],
    ['a name of two kinds', 'enum User { A }'],
    ['an entity that cannot be reached', 'type Query { other: User }\ntype User { id: ID! @shareable mail: String }'],
    ['all in order', 'type User @key(fields: "id") { id: ID! mail: String }'],
  ])('%s', async (_title, sdl) => {
    const schemas = { users: USERS, other: `${LINK}${sdl}\n` };
    const { findings } = await given(schemas).contracts('composition');
    const services = Object.entries(schemas).map(([name, text]) => ({
      name,
      url: `http://localhost/${name}`,
      typeDefs: parse(text),
    }));
    const codes = composeServices(services).errors?.map(({ extensions }) => String(extensions['code'])) ?? [];
    const ours = findings.filter(({ severity, code }) => severity === 'error' && code !== 'SUPERGRAPH_STALE');
    expect(ours.map(({ code }) => code).sort()).toEqual(codes.sort());
    for (const { places } of ours) expect(places[0]?.file).toMatch(/\.graphql$/);
  });
});

function given(schemas: Readonly<Record<string, string>>): TemporaryProject {
  const project = createProject(schemas);
  projects.push(project);
  return project;
}
