import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, GraphQLID, parse, validateSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readCanonicalIds } from './canonical-ids.ts';

const ID = '0198a000-0000-7abc-8def-00000000000a';
const LOUD = ID.toUpperCase();
const OTHERS = [`{${ID}}`, ID.replaceAll('-', ''), `urn:uuid:${ID}`, ` ${ID}`, 'A-Slug', 'Zm9vQmFy'];

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { asked(id: ID, ids: [ID!], box: Box, text: String): String }
  interface Owned { of(id: ID!): String }
  type Thing implements Owned @key(fields: "id") @key(fields: "box { id } kinds { id }") {
    id: ID!  name: String  ids: [ID!]  box: Inner  kinds: [Inner!]  of(id: ID!): String
  }
  type Inner { id: ID  name: String }
  input Box { id: ID!  ids: [[ID]]  box: Box  text: String }
`);
const seen = (_source: unknown, args: unknown) => JSON.stringify(args);
const resolvers = {
  Query: { asked: seen },
  Thing: { __resolveReference: (reference: object) => ({ ...reference, name: JSON.stringify(reference) }), of: seen },
};
// Their types ask for more than a resolver map is.
const schema = readCanonicalIds(buildSubgraphSchema({ typeDefs, resolvers: resolvers }));

async function ask(source: string, variableValues: Readonly<Record<string, unknown>> = {}) {
  const { data, errors } = await graphql({ schema, source, variableValues });
  expect(errors).toBeUndefined();
  return data as Record<string, unknown>;
}

const asked = async (args: string, declared = '', variables: Readonly<Record<string, unknown>> = {}) =>
  JSON.parse(String((await ask(`query ${declared} { asked(${args}) }`, variables))['asked'])) as object;

const entity = async (
  representation: object,
  source = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { name } } }',
) => {
  const { _entities: found } = await ask(source, { r: [{ __typename: 'Thing', ...representation }], id: LOUD });
  return JSON.parse((found as { name: string }[])[0]?.name ?? '') as object;
};

describe('an id in a schema of a subgraph is read in lower case', () => {
  it('as a literal', async () => {
    expect(await asked(`id: "${LOUD}", ids: ["${LOUD}"], box: { id: "${LOUD}", ids: [["${LOUD}"]] }`)).toEqual({
      id: ID,
      ids: [ID],
      box: { id: ID, ids: [[ID]] },
    });
  });

  it('as a variable, and inside one', async () => {
    const variables = { id: LOUD, ids: [LOUD], box: { id: LOUD, ids: [[LOUD, null]], box: { id: LOUD } } };
    expect(await asked('id: $id, ids: $ids, box: $box', '($id: ID!, $ids: [ID!], $box: Box)', variables)).toEqual({
      id: ID,
      ids: [ID],
      box: { id: ID, ids: [[ID, null]], box: { id: ID } },
    });
  });

  it('as an argument of an entity’s field', async () => {
    const source = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { of(id: "${LOUD}") } } }`;
    expect((await ask(source, { r: [{ __typename: 'Thing', id: ID }] }))['_entities']).toEqual([
      { of: JSON.stringify({ id: ID }) },
    ]);
  });

  it('in a representation, however deep its key is', async () => {
    const held = { id: LOUD, ids: [LOUD], box: { id: LOUD, name: LOUD }, kinds: [{ id: LOUD }] };
    expect(await entity({ ...held, name: LOUD, unknown: LOUD })).toEqual({
      __typename: 'Thing',
      id: ID,
      ids: [ID],
      box: { id: ID, name: LOUD },
      kinds: [{ id: ID }],
      name: LOUD,
      unknown: LOUD,
    });
  });

  it('in a representation that is a literal, with or without a variable in it', async () => {
    const literal = `{ _entities(representations: [{ __typename: "Thing", id: "${LOUD}" }]) { ... on Thing { name } } }`;
    expect(await entity({}, literal)).toMatchObject({ id: ID });
    const withVariable = `query ($id: ID) ${literal.replace(`"${LOUD}"`, '$id')}`;
    expect(await entity({}, withVariable)).toMatchObject({ id: ID });
  });
});

describe('as it is stays', () => {
  it.each(OTHERS)('what is no UUID as it is written: %s', async (id) => {
    expect(await asked('id: $id', '($id: ID)', { id })).toMatchObject({ id });
    expect(await entity({ id })).toMatchObject({ id });
  });

  it('an id in a text, a number in an id, and nothing', async () => {
    expect(await asked(`text: "${LOUD}", id: 7`)).toMatchObject({ text: LOUD, id: '7' });
    expect(await asked('id: null')).toMatchObject({ id: null });
    expect(await entity({ id: null, ids: 'none', box: 7, kinds: null })).toMatchObject({
      id: null,
      box: 7,
      kinds: null,
    });
  });

  it('the scalar of other schemas in the same process', () => {
    expect(GraphQLID.parseValue(LOUD)).toBe(LOUD);
    expect(schema.getType('ID')).not.toBe(GraphQLID);
    expect(validateSchema(schema)).toEqual([]);
  });
});
