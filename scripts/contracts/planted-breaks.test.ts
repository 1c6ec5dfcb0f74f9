import { resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyGalleria, type TemporaryProject } from './testing/temporary-project.ts';

const GALLERIA = resolve(import.meta.dirname, '../..');
const ORDERS = 'subgraphs/orders/schema.graphql';
const PRODUCTS = 'subgraphs/products/schema.graphql';

let copy: TemporaryProject;
const untouched = new Map<string, string>();

beforeAll(() => {
  copy = copyGalleria();
  for (const file of [
    ORDERS,
    PRODUCTS,
    'client/src/cart/cart.graphql',
    'contracts/approvals.yaml',
    'router/supergraph.graphql',
  ]) {
    untouched.set(file, copy.read(file));
  }
});
beforeEach(() => untouched.forEach((text, file) => copy.write(file, text)));
afterAll(() => copy.remove());

it('Galleria itself has nothing to be told', async () => {
  const names = ['composition', 'schema', 'operations', 'lint'];
  expect(await copy.contracts(...names, '--base', GALLERIA)).toEqual({ code: 0, findings: [], complaint: '' });
});

interface Break {
  readonly file: string;
  readonly part: string;
  readonly replacement: string;
  readonly check: string;
  readonly code: string;
  readonly says: RegExp;
  readonly at: readonly [file: string, line: RegExp];
}

const plant = (
  file: string,
  part: string,
  replacement: string,
  check: string,
  code: string,
  says: RegExp,
  at: Break['at'],
): Break => {
  return { file, part, replacement, check, code, says, at };
};

describe('what is planted in a copy of Galleria is found, with its line and a remedy:', () => {
  it.each([
    [
      'a schema that does not compose',
      plant(
        ORDERS,
        '  number: String! @shareable\n',
        '  number: Int! @shareable\n',
        'composition',
        'EXTERNAL_TYPE_MISMATCH',
        /Order\.number/,
        [ORDERS, /Short, to be read out/],
      ),
    ],
    [
      'a supergraph that was not composed anew',
      plant(ORDERS, '"What it costs in all."', '"What it costs."', 'composition', 'SUPERGRAPH_STALE', /is not what/, [
        'router/supergraph.graphql',
        /in all/,
      ]),
    ],
    [
      'a field that clients ask for, removed',
      plant(
        ORDERS,
        '  "The carrier\'s number for the parcel, once shipped."\n  trackingNumber: String\n',
        '',
        'schema',
        'FIELD_REMOVED',
        /'trackingNumber' was removed[^]*It is asked for by .*client\/src\/order/,
        [ORDERS, /^type Order /],
      ),
    ],
    [
      'an argument that has to be sent',
      plant(
        ORDERS,
        '  order("The order\'s id." id: ID!)',
        '  order("The order\'s id." id: ID!, "Why." reason: String!)',
        'schema',
        'FIELD_ARGUMENT_ADDED',
        /'reason: String!' added/,
        [ORDERS, /reason: String!/],
      ),
    ],
    [
      'a value of an enum, removed',
      plant(
        PRODUCTS,
        '  "Dearest first."\n  PRICE_DESCENDING\n',
        '',
        'schema',
        'ENUM_VALUE_REMOVED',
        /PRICE_DESCENDING/,
        [PRODUCTS, /^enum ProductSort/],
      ),
    ],
    [
      'a field that may be null',
      plant(
        PRODUCTS,
        '  slug: String!\n  "The product\'s name to people."',
        '  slug: String\n  "The product\'s name to people."',
        'schema',
        'FIELD_TYPE_CHANGED',
        /Product\.slug/,
        [PRODUCTS, /slug: String$/],
      ),
    ],
    [
      'a member of a result that clients do not know',
      plant(
        ORDERS,
        'union RemoveFromCartResult = CartUpdated',
        'union RemoveFromCartResult = CartUpdated | CartEmpty',
        'schema',
        'UNION_MEMBER_ADDED',
        /CartEmpty/,
        [ORDERS, /^union RemoveFromCartResult/],
      ),
    ],
    [
      'a key that routers look by, removed',
      plant(
        PRODUCTS,
        'type Brand @key(fields: "id")',
        'type Brand',
        'schema',
        'KEY_REMOVED',
        /products: 'Brand' can no longer be found/,
        [PRODUCTS, /^type Brand/],
      ),
    ],
    [
      'a field that only some may see from now on',
      plant(
        PRODUCTS,
        '  "Who makes it."\n  brand: Brand!',
        '  "Who makes it."\n  brand: Brand! @federation__authenticated',
        'schema',
        'ACCESS_RESTRICTED',
        /'Product\.brand' asks clients for @federation__authenticated now[^]*It is asked for by .*client\/src\/catalog/,
        [PRODUCTS, /brand: Brand! @federation__authenticated/],
      ),
    ],
    [
      'an operation that asks for what is not there',
      plant(
        'client/src/cart/cart.graphql',
        'fragment CartLines on Cart {\n',
        'fragment CartLines on Cart {\n  weight\n',
        'operations',
        'OPERATION_INVALID',
        /fragment CartLines: Cannot query field "weight"/,
        ['client/src/cart/cart.graphql', /weight/],
      ),
    ],
    [
      'a field without a description',
      plant(
        PRODUCTS,
        '  "Who makes it."\n  brand: Brand!',
        '  brand: Brand!',
        'lint',
        'LINT_REQUIRE_DESCRIPTION',
        /brand/,
        [PRODUCTS, /brand: Brand!/],
      ),
    ],
    [
      'a mutation that gives no union',
      plant(
        ORDERS,
        'clearCart: ClearCartResult!',
        'clearCart: CartUpdated!',
        'lint',
        'LINT_MUTATION_RESULTS',
        /clearCart gives CartUpdated!/,
        [ORDERS, /clearCart/],
      ),
    ],
    [
      'an approval that nothing needs',
      plant(
        'contracts/approvals.yaml',
        'approvals: []',
        'approvals:\n  - { change: FIELD_REMOVED, at: A.b, reason: Nobody asks for it., expires: 2026-12-31 }',
        'schema',
        'APPROVAL_UNUSED',
        /A\.b/,
        ['contracts/approvals.yaml', /change: FIELD_REMOVED/],
      ),
    ],
  ] as const)('%s', async (_title, { file, part, replacement, check, code, says, at: [where, line] }) => {
    copy.change(file, part, replacement);
    const { findings } = await copy.contracts(check, '--base', GALLERIA);
    const found = findings.filter((finding) => finding.code === code && says.test(finding.message));
    expect(found, JSON.stringify(findings, null, 2)).not.toEqual([]);
    const [{ hint, places }] = found as [(typeof found)[number]];
    expect(hint).toMatch(/\w/);
    expect(places[0]?.line).toBeGreaterThan(0);
    expect(places.map((place) => place.file)).toContain(where);
    expect(places.find((place) => place.file === where)?.text).toMatch(line);
  });
});
