import { randomUUID } from 'node:crypto';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { ADDRESS } from '../galleria/customer.ts';
import { arrangeBelongings, type Belongings } from './belongings.ts';
import { idLeaves, type IdLeaf } from './id-leaves.ts';
import { buildField, fieldOf } from './operation-builder.ts';
import { outcomeAt, type Answered } from './outcome.ts';
import { readSubgraphs, ruledFields, type RuledField } from './ruled-fields.ts';
import { createSubgraphAsker, newAdministrator } from './visitors.ts';

const { urls, viewerSigningSecret } = inject('galleria');
const askAs = createSubgraphAsker(urls, viewerSigningSecret);
const subgraphs = readSubgraphs();
const schemas = new Map(subgraphs.map(({ name, sdl }) => [name, buildSubgraphSchema(parse(sdl))]));
const fields = subgraphs.flatMap(ruledFields);
const ROOTS = ['Query', 'Mutation', 'Subscription'];
const NOT_FOUND = /(UNKNOWN|NOT_FOUND)$/;

/** The same id to everybody. */
const OURS: Readonly<Record<string, (id: string) => string>> = {
  'in upper case': (id) => id.toUpperCase(),
  'in either case': (id) => id.replace(/[a-f]/, (digit) => digit.toUpperCase()),
};
/** What PostgreSQL reads as the same id, or nearly: nobody's id to us. */
const FOREIGN: Readonly<Record<string, (id: string) => string>> = {
  'in braces': (id) => `{${id}}`,
  'without dashes': (id) => id.replaceAll('-', ''),
  'with dashes elsewhere': (id) => id.replaceAll('-', '').replace(/.{4}(?=.)/g, '$&-'),
  'as a URN': (id) => `urn:uuid:${id}`,
  'after a space': (id) => ` ${id}`,
  'before a line’s end': (id) => `${id}\n`,
  'in full-width digits': (id) => id.replace(/\d/, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  'as nothing': () => '',
};

let belongings: Belongings;
/** By the name of an argument or input field, unless `belongings` has one for the coordinate. */
const known: Record<string, string> = {};
beforeAll(async () => {
  const administrator = await newAdministrator(urls);
  belongings = await arrangeBelongings(urls, administrator);
  const { representations } = belongings;
  const idOf = (type: string) => String(representations[type]?.[0]?.['id']);
  const { data } = await administrator.sendText('{ deliveries(first: 1) { nodes { id } } }');
  Object.assign(known, {
    orderId: idOf('Order'),
    productId: idOf('Product'),
    categoryId: idOf('Category'),
    parentId: idOf('Category'),
    brandId: idOf('Brand'),
    userId: idOf('User'),
    customerId: idOf('User'),
    shippingAddressId: belongings.arguments['Mutation.setDefaultAddress']?.['addressId'],
    id: data.deliveries.nodes[0].id,
  });
  const input = { productId: known['productId'], quantity: 1 };
  await belongings.owner.sendText('mutation ($input: AddToCartInput!) { addToCart(input: $input) { __typename } }', {
    input,
  });
});

interface Place extends RuledField {
  readonly leaf: IdLeaf;
  readonly at: string;
}
const places: readonly Place[] = fields.flatMap((ruled) =>
  idLeaves(fieldOf(schemaOf(ruled.service), ruled.type, ruled.field)).map((leaf) => ({ ...ruled, leaf, at: leaf.at })),
);

it('the walk finds fields of every service that take an id', () => {
  expect(new Set(places.map(({ service }) => service)).size).toBe(subgraphs.length);
  expect(places.length).toBeGreaterThan(30);
});

describe.each(places)('$coordinate of $service, asked with $at', (place) => {
  it('takes an id in either case, and no other spelling of one', async () => {
    const id = idAt(place);
    const unknown = await ask(place, randomUUID());
    for (const [how, spell] of Object.entries(FOREIGN)) {
      const outcome = await ask(place, spell(id));
      // That there is no such id may be said before what else is wrong with the request.
      if (!NOT_FOUND.test(outcome)) expect(outcome, how).toBe(unknown);
    }
    if (place.type === 'Mutation') {
      // Of a mutation the first may leave nothing to do for others.
      const [upperCase = String] = Object.values(OURS);
      const outcome = await ask(place, upperCase(id));
      if (NOT_FOUND.test(unknown)) expect(outcome).not.toBe(unknown);
    } else {
      const canonical = await ask(place, id);
      for (const [how, spell] of Object.entries(OURS)) expect(await ask(place, spell(id)), how).toBe(canonical);
    }
  });
});

const entities = [...new Map(fields.map((ruled) => [`${ruled.service} ${ruled.type}`, ruled])).values()].filter(
  ({ type }) => !ROOTS.includes(type),
);

describe.each(entities)('a $type at $service', ({ service, type }) => {
  it('is found by its id in either case, and by no other spelling', async () => {
    for (const representation of belongings.representations[type] ?? []) {
      const id = String(representation['id']);
      const find = (spelling: string) => findEntity(service, type, { ...representation, id: spelling });
      const canonical = await find(id);
      expect(JSON.stringify(canonical)).not.toContain('INTERNAL_SERVER_ERROR');
      for (const [how, spell] of Object.entries(OURS)) expect(await find(spell(id)), how).toEqual(canonical);
      const unknown = await find(randomUUID());
      for (const [how, spell] of Object.entries(FOREIGN)) expect(await find(spell(id)), how).toEqual(unknown);
    }
  });
});

function idAt({ coordinate, leaf }: Place): string {
  const given = belongings.arguments[coordinate]?.[leaf.at];
  const [id = known[leaf.name]] = [given].flat() as (string | undefined)[];
  if (id === undefined) throw new Error(`No id for ${coordinate}.${leaf.at}.`);
  return id;
}

/** `null`, `empty`, `value`, or the code of the refusal: what else is in an answer may change between two calls. */
async function ask({ service, type, field, coordinate, leaf }: Place, id: string): Promise<string> {
  const schema = schemaOf(service);
  const built = buildField(schema, fieldOf(schema, type, field), { given: leaf.argumentsWith(id, sensible) });
  if (ROOTS.includes(type)) {
    const document = `${type.toLowerCase()} (${built.declarations}) { ${built.text} }`;
    return describeOutcome(await send(service, document, built.variables), [field], coordinate);
  }
  const document = `query ($r: [_Any!]!, ${built.declarations}) { _entities(representations: $r) { ... on ${type} { ${built.text} } } }`;
  const [representation] = belongings.representations[type] ?? [];
  const variables = { ...built.variables, r: [{ __typename: type, ...representation }] };
  return describeOutcome(await send(service, document, variables), ['_entities', field], coordinate);
}

function describeOutcome(answer: Answered, path: readonly string[], coordinate: string): string {
  const outcome = outcomeAt(answer, path);
  if (outcome.kind === 'refused') {
    expect(outcome.code, coordinate).not.toMatch(/INTERNAL|VALIDATION|BAD_USER_INPUT|UNAUTHENTICATED|FORBIDDEN/);
    return outcome.code;
  }
  return outcome.kind === 'value' && /^\[\]$|"totalCount":0/.test(JSON.stringify(outcome.value))
    ? 'empty'
    : outcome.kind;
}

/** Everything of an entity that needs no arguments, and is not what the call itself says. */
async function findEntity(service: string, type: string, representation: object): Promise<Answered> {
  const schema = schemaOf(service);
  const shown = fields
    .filter((ruled) => ruled.service === service && ruled.type === type)
    .map(({ field }) =>
      buildField(schema, fieldOf(schema, type, field), { without: (below) => below === 'Invoice.pdf' }),
    )
    .filter(({ declarations }) => declarations === '')
    .map(({ text }) => text);
  const document = `query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on ${type} { ${shown.join(' ')} } } }`;
  const { data, errors } = await send(service, document, { r: [{ __typename: type, ...representation }] });
  return { data, errors: errors?.map(({ extensions: { code } }) => ({ extensions: { code } })) };
}

/** As the owner of everything, and with an administrator's rights. */
function send(service: string, document: string, variables: Readonly<Record<string, unknown>>): Promise<Answered> {
  const { viewer } = belongings.owner;
  if (viewer === null) throw new Error('The owner is signed in.');
  return askAs(service, { ...viewer, roles: ['CUSTOMER', 'ADMINISTRATOR'] }, document, { ...variables });
}

function sensible(name: string): unknown {
  const values: Readonly<Record<string, unknown>> = {
    ...ADDRESS,
    ...known,
    line2: undefined,
    slug: `spelling-${randomUUID()}`,
    name: `Spelling ${randomUUID()}`,
    currency: 'EUR',
    idempotencyKey: randomUUID(),
    paymentToken: 'tok_success',
    reason: 'a test',
    amountMinor: 1,
    trackingNumber: 'TRACK-1',
  };
  return values[name];
}

function schemaOf(service: string) {
  const schema = schemas.get(service);
  if (schema === undefined) throw new Error(`There is no service ${service}.`);
  return schema;
}
