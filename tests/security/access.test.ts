import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLField, type GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { expectation, PERSONAS, rulesOf, type AccessRule, type Persona } from './access-table.ts';
import { arrangeBelongings, type Belongings, type RouterPath } from './belongings.ts';
import { buildField, fieldOf, type BuiltField } from './operation-builder.ts';
import { outcomeAt, type Answered, type Outcome } from './outcome.ts';
import { readSubgraphs, ruledFields, type RuledField } from './ruled-fields.ts';
import {
  createSubgraphAsker,
  firstOf,
  newAccount,
  newAdministrator,
  visitorWithToken,
  type Visitor,
} from './visitors.ts';

const { urls, viewerSigningSecret } = inject('galleria');
const askSubgraph = createSubgraphAsker(urls, viewerSigningSecret);

const subgraphs = readSubgraphs();
const supergraphSdl = readFileSync(resolve(import.meta.dirname, '../../router/supergraph.graphql'), 'utf8');
const supergraph = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
const schemas = new Map(subgraphs.map(({ name, sdl }) => [name, buildSubgraphSchema(parse(sdl))]));

const fields = subgraphs.flatMap(ruledFields);
const rules = new Map(subgraphs.flatMap(({ name }) => [...rulesOf(name)]));
const queries = fields.filter(({ type }) => type === 'Query');
const mutations = fields.filter(({ type }) => type === 'Mutation');
const subscriptions = fields.filter(({ type }) => type === 'Subscription');
const entityFields = fields.filter(({ type }) => !['Query', 'Mutation', 'Subscription'].includes(type));

/** No answer to somebody who may: the field did not answer for itself. */
const NO_ANSWERS = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'INTERNAL_SERVER_ERROR',
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'SUBGRAPH_UNAVAILABLE',
];

let belongings: Belongings;
let people: Readonly<Record<Persona, Visitor>>;
beforeAll(async () => {
  const administrator = await newAdministrator(urls);
  belongings = await arrangeBelongings(urls, administrator);
  people = {
    visitor: visitorWithToken(urls.graph),
    stranger: await newAccount(urls.graph),
    administrator,
    owner: belongings.owner,
  };
});

describe('through the router', () => {
  it.each(queries)('$coordinate gives each what the access table says', async ({ field, coordinate }) => {
    const rule = ruleOf(coordinate);
    const built = build(supergraph, fieldOf(supergraph, 'Query', field), coordinate);
    for (const persona of PERSONAS) {
      const answer = await send(
        people[persona],
        `query${declared(built.declarations)} { ${built.text} }`,
        built.variables,
      );
      expectOutcomes([outcomeAt(answer, [field])], rule, persona);
      if (persona === 'visitor' || persona === 'stranger') expectNoSecrets(answer, persona);
    }
  });

  it.each(subscriptions)('$coordinate gives each what the access table says', async ({ field, coordinate }) => {
    const rule = ruleOf(coordinate);
    const built = build(supergraph, fieldOf(supergraph, 'Subscription', field), coordinate);
    const document = `subscription${declared(built.declarations)} { ${built.text} }`;
    for (const persona of PERSONAS) {
      const answer = await firstOf(await people[persona].follow(document, built.variables));
      expectOutcomes([outcomeAt(answer, [field])], rule, persona);
      if (persona === 'visitor' || persona === 'stranger') expectNoSecrets(answer, persona);
    }
  });

  it.each(entityFields)('$coordinate gives each what the access table says', async ({ type, field, coordinate }) => {
    const built = build(supergraph, fieldOf(supergraph, type, field), coordinate);
    const paths = belongings.routerPaths[type] ?? [];
    expect(paths, `a way to ${type} in belongings.ts`).not.toEqual([]);
    for (const persona of PERSONAS) {
      const seen: Outcome[] = [];
      for (const way of paths) {
        const document = `query${declared(built.declarations)} { ${way.open} ${built.text} ${way.close} }`;
        const answer = await send(people[persona], document, built.variables);
        if (persona === 'visitor' || persona === 'stranger') expectNoSecrets(answer, persona);
        // There everybody finds what is their own; that it is nobody else's is all that can be said.
        if (!way.isOwn || persona === 'owner') seen.push(outcomeAt(answer, [...way.path, field]));
      }
      if (seen.length > 0) expectOutcomes(seen, ruleOnTheWay(coordinate, paths, persona), persona);
    }
  });
});

describe('through _entities at its subgraph', () => {
  it.each(entityFields)('$coordinate of $service gives each what the access table says', async (ruled) => {
    for (const persona of PERSONAS) {
      const answers = await askForEntities(ruled, people[persona]);
      const seen = answers.map((answer) => outcomeAt(answer, ['_entities', ruled.field]));
      expectOutcomes(seen, ruleOf(ruled.coordinate), persona);
      for (const answer of answers)
        if (persona === 'visitor' || persona === 'stranger') expectNoSecrets(answer, persona);
    }
  });
});

// After the reading: the owner's turn may change what they have.
describe('a mutation', () => {
  it.each(mutations)('$coordinate is for those whom the access table names', async ({ field, coordinate }) => {
    const rule = ruleOf(coordinate);
    const built = build(supergraph, fieldOf(supergraph, 'Mutation', field), coordinate);
    for (const [persona, visitor] of await peopleFor(rule)) {
      const document = `mutation${declared(built.declarations)} { ${built.text} }`;
      const outcome = outcomeAt(await send(visitor, document, built.variables), [field]);
      const expected = expectation(rule, persona);
      if (expected === 'allowed') {
        const refusals = [...NO_ANSWERS, rule.others];
        expect(refusals, `${persona}: ${JSON.stringify(outcome)}`).not.toContain(
          outcome.kind === 'refused' ? outcome.code : 'answered',
        );
      } else {
        expectOutcomes([outcome], rule, persona);
      }
    }
  });
});

/** A mutation that needs no more than an account may end it, or its session: it gets accounts of its own. */
async function peopleFor(rule: AccessRule): Promise<[Persona, Visitor][]> {
  const { visitor } = people;
  if (rule.who !== 'ANYONE' && rule.who !== 'SIGNED_IN') return PERSONAS.map((persona) => [persona, people[persona]]);
  return [
    ['visitor', visitor],
    ['stranger', await newAccount(urls.graph)],
    ['administrator', await newAdministrator(urls)],
  ];
}

/**
 * Below a field only what is everybody's: the rest has a rule, and a turn, of its own. Nor documents, of which a
 * request draws few.
 */
function build(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>, coordinate: string): BuiltField {
  const without = (below: string) => below === 'Invoice.pdf' || rules.get(below)?.who === 'ADMINISTRATOR';
  return buildField(schema, field, { given: belongings.arguments[coordinate], without });
}

/** Whether all of these outcomes, of one field in several entities, are what the rule promises. */
function expectOutcomes(seen: readonly Outcome[], rule: AccessRule, persona: Persona): void {
  const expected = expectation(rule, persona);
  const said = `${persona}: ${JSON.stringify(seen).slice(0, 500)}`;
  if (expected === 'allowed') {
    // One of them must have a value: nothing would tell a refusal from an empty field otherwise.
    expect(
      seen.map(({ kind }) => kind),
      said,
    ).toContain('value');
    expect(
      seen.filter(({ kind }) => kind === 'refused'),
      said,
    ).toEqual([]);
    return;
  }
  const refused = expected.refusal === null ? { kind: 'null' } : { kind: 'refused', code: expected.refusal };
  for (const outcome of seen) expect(outcome, said).toEqual(refused);
}

function expectNoSecrets(answer: Answered, persona: Persona): void {
  const text = JSON.stringify(answer);
  expect(
    belongings.secrets.filter((secret) => text.includes(secret)),
    `what a ${persona} reads`,
  ).toEqual([]);
}

/** The field's own rule, unless the way to it is closed to this persona already. */
function ruleOnTheWay(coordinate: string, paths: readonly RouterPath[], persona: Persona): AccessRule {
  const closed = paths.filter(({ isOwn }) => !isOwn).map(({ root }) => ruleOf(root));
  return closed.find((rule) => expectation(rule, persona) !== 'allowed') ?? ruleOf(coordinate);
}

async function askForEntities({ service, type, field, coordinate }: RuledField, visitor: Visitor): Promise<Answered[]> {
  const schema = schemas.get(service);
  const representations = belongings.representations[type] ?? [];
  if (schema === undefined || representations.length === 0)
    throw new Error(`No ${type} of ${service} in belongings.ts.`);
  const built = build(schema, fieldOf(schema, type, field), coordinate);
  const declarations = ['$representations: [_Any!]!', built.declarations].filter((text) => text !== '').join(', ');
  const document = `query(${declarations}) { _entities(representations: $representations) { ... on ${type} { ${built.text} } } }`;
  return Promise.all(
    representations.map((representation) =>
      askSubgraph(service, visitor.viewer, document, {
        ...built.variables,
        representations: [{ __typename: type, ...representation }],
      }),
    ),
  );
}

function send(visitor: Visitor, document: string, variables: Readonly<Record<string, unknown>>): Promise<Answered> {
  return visitor.sendText(document, variables);
}

function ruleOf(coordinate: string): AccessRule {
  const rule = rules.get(coordinate);
  if (rule === undefined) throw new Error(`No rule for ${coordinate} in any access.yaml.`);
  return rule;
}

function declared(declarations: string): string {
  return declarations === '' ? '' : ` (${declarations})`;
}
