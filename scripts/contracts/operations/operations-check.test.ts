import { afterEach, describe, expect, it } from 'vitest';
import { copyGalleria, createProject, type TemporaryProject } from '../testing/temporary-project.ts';
import { readOperations } from './operations.ts';

const SHOP = `
type Query {
  product(id: ID!, colour: Colour): Product
  search(filter: Filter): [Product!]!
}
type Product {
  id: ID!
  name: String
  weight: Int
}
input Filter {
  text: String
  inner: Filter
}
enum Colour {
  RED
  BLUE
}
`;
const USERS =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\ntype User @key(fields: "id") { id: ID! }\n';
const FRAGMENT = 'fragment Parts on Product {\n  id\n  name\n}\n';
const PAGE = 'query Page {\n  product(id: 1, colour: RED) {\n    ...Parts @unmask\n  }\n}\n';

let project: TemporaryProject;
let before: TemporaryProject | undefined;
afterEach(() => {
  project.remove();
  before?.remove();
  before = undefined;
});

describe('operations', () => {
  it('are found wherever the project has them', async () => {
    project = copyGalleria();
    const { groups, findings } = await readOperations(project.folder);
    expect(findings).toEqual([]);
    const files = new Set(groups.flatMap(({ document }) => document.definitions.map(({ loc }) => loc?.source.name)));
    for (const file of [
      'client/src/cart/cart.graphql',
      'tests/contract/operations.graphql',
      'subgraphs/orders/src/clients/users.graphql',
      'scripts/seed/operations.ts',
      'router/src/http/example-operations.ts',
    ]) {
      expect(files).toContain(file);
    }
  });

  it('may use fragments of other files of the storefront, and directives of its client', async () => {
    given(SHOP, { 'client/src/parts.graphql': FRAGMENT, 'client/src/page.graphql': PAGE });
    expect(await invalid()).toEqual([]);
  });

  it('that ask for what is not there are told with name, file and line', async () => {
    given(SHOP.replace('name: String', 'title: String'), {
      'client/src/parts.graphql': FRAGMENT,
      'client/src/page.graphql': PAGE,
    });
    expect(await invalid()).toMatchObject([
      {
        code: 'OPERATION_INVALID',
        severity: 'error',
        message: 'fragment Parts: Cannot query field "name" on type "Product".',
        places: [{ file: 'client/src/parts.graphql', line: 3, text: '  name' }],
      },
    ]);
  });

  it('are told at their line in a program, and none that has something put in', async () => {
    const program =
      "export const NAME = 'x';\n\nexport const ASK = `\n  # why\n  query Ask { product(id: 1) { gone } }`;\n";
    given(SHOP, { 'scripts/seed/operations.ts': `${program}const other = \`query \${NAME} { gone }\`;\n` });
    expect(await invalid()).toMatchObject([
      { places: [{ file: 'scripts/seed/operations.ts', line: 5, text: '  query Ask { product(id: 1) { gone } }`;' }] },
    ]);
  });

  it.each([
    [
      'Apollo',
      {
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [{ id: '1', body: 'query Old {\n  product(id: 1) { gone } }' }],
      },
    ],
    ['Relay', { abc: 'query Old {\n  product(id: 1) { gone } }' }],
  ])('of released clients are read from a manifest as %s has it', async (_title, manifest) => {
    given(SHOP, { 'contracts/clients/app.json': JSON.stringify(manifest, null, 2) });
    const [finding, ...others] = await invalid();
    expect(others).toEqual([]);
    expect(finding?.message).toContain('query Old: Cannot query field "gone"');
    expect(finding?.places[0]?.text).toContain('query Old {\\n');
  });

  it.each(['[', '{"version": 1}'])('cannot be read from a manifest that is none: %s', async (text) => {
    given(SHOP, { 'contracts/clients/app.json': text });
    expect(await invalid()).toMatchObject([
      { code: 'OPERATION_UNREADABLE', places: [{ file: 'contracts/clients/app.json' }] },
    ]);
  });

  it('that a service asks another are checked against that one', async () => {
    project = createProject({ shop: SHOP, users: USERS });
    project.write('subgraphs/shop/src/clients/users.graphql', 'query Q { product(id: 1) { id } }');
    project.write('subgraphs/shop/src/clients/mails.graphql', 'query Q { product(id: 1) { id } }');
    expect((await invalid()).map(({ code }) => code).sort()).toEqual(['OPERATION_INVALID', 'SUBGRAPH_UNKNOWN']);
  });

  it('that ask for what is deprecated are warned', async () => {
    given(SHOP.replace('name: String', 'name: String @deprecated(reason: "Use id.")'), {
      'client/src/p.graphql': FRAGMENT,
    });
    expect(await invalid()).toMatchObject([
      { code: 'OPERATION_DEPRECATED', severity: 'warning', places: [{ line: 3 }] },
    ]);
  });
});

describe('a change', () => {
  const ask = { 'client/src/parts.graphql': FRAGMENT, 'client/src/page.graphql': PAGE };

  it.each([
    ['a field', 'name: String\n', 'fragment Parts (client/src/parts.graphql:3)'],
    ['an argument', ', colour: Colour', 'query Page (client/src/page.graphql:2)'],
    ['a value', 'RED\n', 'query Page (client/src/page.graphql:2)'],
  ])('that takes away %s names the operations that ask for it', async (_title, part, words) => {
    given(SHOP.replace(part, ''), ask);
    const [removal] = await broken();
    expect(removal?.message).toContain(`It is asked for by ${words}`);
    expect(removal?.places.map(({ file }) => file)).toContain(words.replace(/.*\((.*):.*/, '$1'));
  });

  it('of an input counts who may send it in a variable', async () => {
    given(SHOP.replace('  text: String\n', ''), {
      'client/src/s.graphql': 'query Search($filter: Filter) { search(filter: $filter) { id } }',
    });
    expect((await broken())[0]?.message).toContain('query Search (client/src/s.graphql:1)');
  });

  it('that was valid before is told as such by operations', async () => {
    given(SHOP.replace('name: String\n', ''), ask);
    before = createProject({ shop: SHOP });
    const { findings } = await project.contracts('operations', '--base', before.folder);
    expect(findings[0]?.hint).toContain('It was valid in');
  });
});

describe('counts', () => {
  const days = { from: '2026-06-01', to: '2026-06-30' };
  const less = SHOP.replace('  weight: Int\n', '');
  const asks = { name: 'Old', client: 'app 1.0', count: 1_204, document: 'query Old { product(id: 1) { weight } }' };

  it.each([
    ['nobody asks for', { ...days, fields: { 'Product.name': 3 } }, 'warning', 'Nobody asked for it from 2026-06-01'],
    ['people ask for', { ...days, fields: { 'Product.weight': 3 } }, 'error', 'Clients asked for it 3 times'],
    [
      'an operation asks for',
      { ...days, operations: [asks] },
      'error',
      '1,204 times from 2026-06-01 to 2026-06-30, by Old of app 1.0',
    ],
    ['an operation asked for no more', { ...days, operations: [{ ...asks, count: 0 }] }, 'warning', 'Nobody asked'],
  ])('tell the removal of what %s', async (_title, usage, severity, words) => {
    given(less, { 'usage.json': JSON.stringify(usage) });
    expect(await broken('--usage', 'usage.json')).toMatchObject([
      { severity, message: expect.stringContaining(words) },
    ]);
  });

  it('do not make a removal safe that breaks an operation of ours', async () => {
    given(SHOP.replace('  name: String\n', ''), {
      'usage.json': JSON.stringify({ ...days, fields: {} }),
      'client/src/parts.graphql': FRAGMENT,
    });
    expect((await broken('--usage', 'usage.json'))[0]?.severity).toBe('error');
  });

  it('say nothing of an argument whose field is asked for', async () => {
    given(SHOP.replace(', colour: Colour', ''), {
      'usage.json': JSON.stringify({ ...days, fields: { 'Query.product': 1 } }),
    });
    expect(await broken('--usage', 'usage.json')).toMatchObject([{ severity: 'error' }]);
  });

  it.each([
    ['an argument', ', colour: Colour', 'Query.product.colour'],
    ['a value', 'RED\n', 'Colour.RED'],
    ['an input’s field', '  text: String\n', 'Filter.text'],
  ])('of everything tell of %s, too', async (_title, part, coordinate) => {
    const counted = { [coordinate]: { count: 2, lastSeen: '2026-06-29' } };
    given(SHOP.replace(part, ''), {
      'unused.json': JSON.stringify({ ...days, coordinates: {}, operations: [], others: 0 }),
      'used.json': JSON.stringify({ ...days, coordinates: counted }),
    });
    expect((await broken('--usage', 'unused.json'))[0]).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('Nobody asked for it'),
    });
    before?.remove();
    expect((await broken('--usage', 'used.json'))[0]).toMatchObject({
      severity: 'error',
      message: expect.stringContaining('2 times from 2026-06-01 to 2026-06-30. The last time was on 2026-06-29.'),
    });
  });

  it('of several files are added, also of a folder, and who asks most is named first', async () => {
    const july = { from: '2026-07-01T00:00:30.000Z', to: '2026-07-02T00:00:00.000Z' };
    const rarely = { ...asks, client: 'app 0.9', count: 1, lastSeen: '2026-06-03', hash: 'abc' };
    given(less, {
      'june/1.json': JSON.stringify({ ...days, operations: [rarely, asks] }),
      'june/2.json': JSON.stringify({ ...days, operations: [asks] }),
      'july.json': JSON.stringify({ ...july, fields: {} }),
    });
    const [removal] = await broken('--usage', 'june', '--usage', 'july.json');
    expect(removal?.message).toContain(
      '2,409 times from 2026-06-01 to 2026-07-02T00:00:00.000Z, by Old of app 1.0 (2,408), Old of app 0.9 (1).',
    );
  });

  it('of a file that cannot tell of an argument do not make it unused', async () => {
    given(SHOP.replace(', colour: Colour', ''), {
      'all.json': JSON.stringify({ ...days, coordinates: {} }),
      'fields.json': JSON.stringify({ ...days, fields: { 'Query.product': 1 } }),
    });
    expect(await broken('--usage', 'all.json', '--usage', 'fields.json')).toMatchObject([{ severity: 'error' }]);
  });

  it('of an empty folder are none, which is refused', async () => {
    given(less, { 'counts/README.md': 'Here they come.' });
    before = createProject({ shop: SHOP });
    const outcome = await project.contracts('schema', '--base', before.folder, '--usage', 'counts');
    expect(outcome).toMatchObject({ code: 2, complaint: expect.stringContaining('has no file of counts') });
  });

  it.each([
    ['is not there', undefined, 'Cannot read usage.json'],
    ['is no JSON', '{', 'holds no counts'],
    ['has no counts', JSON.stringify(days), 'neither coordinates, nor fields, nor operations'],
    [
      'counts what is no operation',
      JSON.stringify({ ...days, operations: [{ ...asks, document: 'query {' }] }),
      'Syntax Error',
    ],
  ])('from a file that %s are refused', async (_title, text, words) => {
    given(less, text === undefined ? {} : { 'usage.json': text });
    before = createProject({ shop: SHOP });
    const outcome = await project.contracts('schema', '--base', before.folder, '--usage', 'usage.json');
    expect(outcome).toMatchObject({ code: 2, complaint: expect.stringContaining(words) });
  });
});

function given(shop: string, files: Readonly<Record<string, string>>): void {
  project = createProject({ shop });
  for (const [file, text] of Object.entries(files)) project.write(file, text);
}

async function invalid() {
  const { findings } = await project.contracts('operations');
  return findings;
}

/** What the schema's check tells of the change from SHOP. */
async function broken(...argv: readonly string[]) {
  before = createProject({ shop: SHOP });
  const { findings, complaint } = await project.contracts('schema', '--base', before.folder, ...argv);
  expect(complaint).toBe('');
  return findings.filter(({ severity }) => severity !== 'note');
}
