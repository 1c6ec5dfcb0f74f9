import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { randomUUID } from 'node:crypto';
import type { GraphQLField, GraphQLInputType } from 'graphql';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newProduct } from '../galleria/catalogue.ts';
import { ADDRESS, newCustomer } from '../galleria/customer.ts';
import { excesses, usualArguments, type Excess } from './input-leaves.ts';
import { buildField } from './operation-builder.ts';
import { outcomeAt, type Outcome } from './outcome.ts';
import { newAdministrator, type Visitor } from './visitors.ts';

const { urls } = inject('galleria');
const supergraphSdl = readFileSync(resolve(import.meta.dirname, '../../router/supergraph.graphql'), 'utf8');
const schema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();

/**
 * What is only compared with what there is: too much of it is as wrong as any other value, and gets the same answer.
 */
const COMPARED = [
  'Mutation.signIn.input.email',
  'Mutation.signIn.input.password',
  'Mutation.refreshSession.refreshToken',
  'Mutation.changePassword.input.currentPassword',
  'Mutation.requestEmailChange.input.password',
  'Mutation.changeEmail.token',
  'Mutation.eraseMe.input.password',
  'Mutation.resetPassword.input.token',
  'Mutation.verifyEmail.token',
  'Mutation.archiveProduct.version',
  'Mutation.restoreProduct.version',
  'Mutation.removeCategory.version',
  'Mutation.moveCategory.input.version',
  'Mutation.acceptCartPrices.expectedTotal.amountMinor',
  'Mutation.acceptCartPrices.expectedTotal.currency',
  'Mutation.placeOrder.input.expectedTotal.amountMinor',
  'Mutation.placeOrder.input.expectedTotal.currency',
];

/** No answer of the field's own: something broke, or never came so far. */
const NO_ANSWERS = [
  'INTERNAL_SERVER_ERROR',
  'SUBGRAPH_UNAVAILABLE',
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
];

let administrator: Visitor;
/** What a valid request would name. */
const ids: Record<string, string> = {};
beforeAll(async () => {
  administrator = await newAdministrator(urls);
  const product = await newProduct(administrator, 5);
  const { data } = await administrator.sendText(
    `query ($slug: String!) { product(slug: $slug) { category { id } brand { id } } }`,
    { slug: product.slug },
  );
  const order = await (await newCustomer(urls.graph)).order(product.id, ['CONFIRMED']);
  Object.assign(ids, {
    orderId: order.id,
    productId: product.id,
    categoryId: data.product.category.id,
    brandId: data.product.brand.id,
  });
});

describe('a mutation refuses, with a code of its own,', () => {
  it.each(casesOf('Mutation'))('$coordinate with $at $how', async ({ field, coordinate, at, variables }) => {
    const outcome = await ask('mutation', field, variables);
    expect(outcome).toMatchObject({ kind: 'refused' });
    expectNoBreakage(outcome);
    if (COMPARED.includes(`${coordinate}.${at}`)) return;
    // Not for another reason that would hide that nobody looked.
    expect(await ask('mutation', field, usualArguments(field, sensible))).not.toEqual(outcome);
  });
});

describe('a query survives', () => {
  it.each(casesOf('Query'))('$coordinate with $at $how', async ({ field, at, kind, variables }) => {
    const outcome = await ask('query', field, variables);
    expectNoBreakage(outcome);
    if (at === 'first' || kind === 'list') expect(outcome).toMatchObject({ kind: 'refused' });
  });
});

describe('a time that is none, written into the document,', () => {
  // A literal of a scalar of ours means nothing to the router: only the service can refuse it.
  it.each([
    ['orderSearch', '{ orderSearch(first: 1, filter: { placedFrom: "yesterday" }) { totalCount } }'],
    ['deadLetters', '{ deadLetters(first: 1, filter: { failedFrom: "2026-02-30T00:00:00Z" }) { totalCount } }'],
  ])('is the client’s mistake: %s', async (field, document) => {
    const answer = await administrator.sendText(document);
    expect(outcomeAt(answer, [field])).toMatchObject({ kind: 'refused', code: 'BAD_USER_INPUT' });
  });
});

type Case = Excess & { readonly field: GraphQLField<unknown, unknown>; readonly coordinate: string };

/** Titles come before the system's ids are known, so a case holds the names of ids and the request the ids. */
function casesOf(root: 'Query' | 'Mutation'): Case[] {
  const fields = Object.values(
    (root === 'Query' ? schema.getQueryType() : schema.getMutationType())?.getFields() ?? {},
  );
  return fields.flatMap((field) =>
    excesses(field, sensible).map((excess) => ({ ...excess, field, coordinate: `${root}.${field.name}` })),
  );
}

function sensible(name: string, type: GraphQLInputType): unknown {
  if (String(type) === 'StartFaultInput!') return { kind: 'SLOW', service: 'products', delayMs: 1, minutes: 1 };
  const values: Readonly<Record<string, unknown>> = {
    ...ADDRESS,
    line2: undefined,
    email: `${randomUUID()}@example.com`,
    newEmail: `${randomUUID()}@example.com`,
    password: 'a fairly long pass phrase',
    newPassword: 'another fairly long pass phrase',
    slug: `limits-${randomUUID()}`,
    name: 'Limits',
    description: 'Exists to be refused.',
    currency: 'EUR',
    idempotencyKey: randomUUID(),
    paymentToken: 'tok_success',
    reason: 'a test',
    text: 'lamp',
    amountMinor: 100,
    trackingNumber: 'TRACK-1',
    orderId: 'the orderId',
    productId: 'the productId',
    categoryId: 'the categoryId',
    brandId: 'the brandId',
    parentId: 'the categoryId',
  };
  return values[name];
}

async function ask(
  operation: 'query' | 'mutation',
  field: GraphQLField<unknown, unknown>,
  variables: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  const given = JSON.parse(JSON.stringify(variables), (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith('the ') ? ids[value.slice(4)] : value,
  ) as Record<string, unknown>;
  const built = buildField(schema, field, { given });
  const answer = await administrator.sendText(
    `${operation} (${built.declarations}) { ${built.text} }`,
    built.variables,
  );
  return outcomeAt(answer, [field.name]);
}

function expectNoBreakage(outcome: Outcome): void {
  expect(NO_ANSWERS).not.toContain(outcome.kind === 'refused' ? outcome.code : 'answered');
}
