import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadGraph } from '../graph.ts';
import { contractsIn, createProject, type TemporaryProject } from '../testing/temporary-project.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@override"])\n`;
const SHOP = `${LINK}
type Query {
  product(id: ID!): Product
}

type Product @key(fields: "id") @key(fields: "sku") {
  id: ID!
  sku: String!
  name: String
  weight: Int @shareable
}
`;
const STOCK = `${LINK}
type Product @key(fields: "id") {
  id: ID!
  weight: Int @shareable
  available: Int
}
`;

let project: TemporaryProject | undefined;
afterEach(() => project?.remove());

describe('the base', () => {
  it('is where a branch and HEAD parted, read without a checkout', async () => {
    project = committed({ shop: SHOP });
    project.change('shop.graphql', '  name: String\n', '');
    git('commit', '-qam', 'a field less');
    git('checkout', '-q', 'main');
    project.change('shop.graphql', '  name: String\n', '  name: String\n  colour: String\n');
    git('commit', '-qam', 'a field more, of somebody else');
    git('checkout', '-q', 'work');
    expect(await told('--base', 'main')).toEqual(['FIELD_REMOVED error']);
    expect(git('status', '--porcelain')).toBe('');
  });

  it('is main when none is named, and nothing where there is no main', async () => {
    project = committed({ shop: SHOP });
    project.change('shop.graphql', '  name: String\n', '');
    expect(await told()).toEqual(['FIELD_REMOVED error']);
    project.remove();
    project = createProject({ shop: SHOP });
    expect(await told()).toEqual(['NO_BASE note']);
  });

  it('can be below the root of the repository', async () => {
    project = committed({ shop: SHOP });
    for (const file of ['supergraph.yaml', 'shop.graphql']) project.write(`inner/${file}`, project.read(file));
    git('add', 'inner');
    git('commit', '-qm', 'inner');
    project.change('inner/shop.graphql', '  name: String\n', '');
    const { findings } = await contractsIn(join(project.folder, 'inner'), 'schema', '--base', 'HEAD');
    expect(findings.map(({ code }) => code)).toEqual(['FIELD_REMOVED']);
  });

  it('can be a folder, a supergraph, or the schema of an API', async () => {
    project = createProject({ shop: SHOP.replace('  name: String\n', '') });
    const before = createProject({ shop: SHOP });
    expect(await told('--base', before.folder)).toEqual(['FIELD_REMOVED error']);
    const { supergraphSdl } = await loadGraph(before.folder, {});
    before.remove();
    project.write('supergraph.graphql', supergraphSdl);
    expect(await told('--base', 'supergraph.graphql')).toEqual(['FIELD_REMOVED error']);
    project.write(
      'api.graphql',
      `type Query { product(id: ID!): Product }\ntype Product { id: ID! sku: String! name: String weight: Int }`,
    );
    expect(await told('--base', 'api.graphql')).toEqual(['FIELD_REMOVED error']);
  });

  it('that does not compose, or has no graph, is told as such', async () => {
    project = committed({ shop: SHOP });
    project.write('broken.graphql', 'type Query {');
    expect(await project.contracts('schema', '--base', 'broken.graphql')).toMatchObject({ code: 2 });
    const before = createProject({
      shop: SHOP,
      stock: STOCK.replace('weight: Int @shareable', 'weight: String @shareable'),
    });
    const { code, complaint } = await project.contracts('schema', '--base', before.folder);
    before.remove();
    expect([code, complaint]).toEqual([2, expect.stringContaining('does not compose')]);
  });
});

describe('a change that clients see', () => {
  it('names where it is now, where it stood, and what to do', async () => {
    const { findings } = await changed({ shop: SHOP }, { shop: SHOP.replace('  name: String\n', '') });
    expect(findings).toMatchObject([
      {
        code: 'FIELD_REMOVED',
        severity: 'error',
        message: expect.stringMatching(/'name' was removed from .*'Product'\.\nIn .* it stands at shop.graphql:10\./),
        places: [{ file: 'shop.graphql', line: 7, text: 'type Product @key(fields: "id") @key(fields: "sku") {' }],
        hint: expect.stringContaining('@deprecated'),
      },
    ]);
  });

  it('is told once, and not again for the subgraph', async () => {
    const after = STOCK.replace('available: Int', 'available: String');
    const { findings } = await changed({ shop: SHOP, stock: STOCK }, { shop: SHOP, stock: after });
    expect(findings.map(({ code }) => code)).toEqual(['FIELD_TYPE_CHANGED']);
    expect(findings[0]?.places).toMatchObject([{ file: 'stock.graphql', line: 6 }]);
  });

  it('may be safe, or dangerous', async () => {
    const after = SHOP.replace('name: String', 'name: String!\n  kind: Kind').concat('enum Kind { A }\n');
    expect(await levels({ shop: SHOP }, { shop: after })).toEqual([
      'TYPE_ADDED note',
      'FIELD_ADDED note',
      'FIELD_TYPE_CHANGED note',
    ]);
    const more = after.replace('enum Kind { A }', 'enum Kind { A B }');
    expect(await levels({ shop: after }, { shop: more })).toEqual(['ENUM_VALUE_ADDED warning']);
  });
});

it('a page for who reviews it has the lines of the supergraph that are other than before', async () => {
  const stock = STOCK.replace('  available: Int\n', '');
  const after = { shop: SHOP.replace('  name: String\n', '  title: String\n'), stock };
  await changed({ shop: SHOP, stock: STOCK }, after);
  const base = createProject({ shop: SHOP, stock: STOCK });
  await project!.contracts('schema', '--base', base.folder, '--report', `markdown=${project!.folder}/page.md`);
  base.remove();
  const page = project!.read('page.md');
  expect(page).toMatch(/~~~~diff\n@@ .*\n(.*\n)*-  name: String @join__field\(graph: SHOP\)\n/);
  expect(page).toMatch(/^\+ {2}title: String @join__field\(graph: SHOP\)$/m);
  expect(page).toMatch(/^- {2}available: Int @join__field\(graph: STOCK\)$/m);
});

describe('a change that only routers see', () => {
  it('breaks those with the supergraph of before', async () => {
    const after = STOCK.replace('  weight: Int @shareable\n', '');
    const { findings } = await changed({ shop: SHOP, stock: STOCK }, { shop: SHOP, stock: after });
    expect(findings).toMatchObject([
      {
        code: 'FIELD_REMOVED',
        severity: 'error',
        message: expect.stringContaining('stock: '),
        places: [{ file: 'stock.graphql', line: 3 }],
      },
    ]);
    expect(findings[0]?.hint).toContain('@override(from: "stock")');
  });

  it('breaks nobody where another subgraph has taken the field over', async () => {
    const taken = SHOP.replace('weight: Int @shareable', 'weight: Int @override(from: "stock")');
    const after = STOCK.replace('  weight: Int @shareable\n', '');
    expect(await levels({ shop: taken, stock: STOCK }, { shop: taken, stock: after })).toEqual([]);
  });

  it('is a key that goes, and not one that comes', async () => {
    const less = SHOP.replace(' @key(fields: "sku")', '');
    expect(await levels({ shop: SHOP }, { shop: less })).toEqual(['KEY_REMOVED error']);
    expect(await levels({ shop: less }, { shop: SHOP })).toEqual([]);
  });

  it('is something that a field requires only now', async () => {
    const before = STOCK.replace('weight: Int @shareable', 'name: String @external').concat('');
    const after = before.replace('available: Int', 'available: Int @requires(fields: "name")');
    const plain = before.replace('  name: String @external\n', '');
    expect(await levels({ shop: SHOP, stock: plain }, { shop: SHOP, stock: after })).toEqual([
      'REQUIRES_CHANGED warning',
    ]);
  });

  it('is a subgraph that is gone', async () => {
    const shop = `${SHOP}extend type Product { available: Int @shareable }\n`;
    const stock = STOCK.replace('available: Int', 'available: Int @shareable');
    expect(await levels({ shop, stock }, { shop })).toEqual(['SUBGRAPH_REMOVED warning']);
  });
});

describe('an approval', () => {
  const after = SHOP.replace('  name: String\n', '');
  const approval = (expires: string, change = 'FIELD_REMOVED') =>
    `approvals:\n  - change: ${change}\n    at: Product.name\n    reason: Nobody asks for it.\n    expires: ${expires}\n`;

  it.each([
    ['lets its change pass until its last day', approval('2026-06-30'), ['FIELD_REMOVED note'], 0],
    ['ends', approval('2026-06-29'), ['FIELD_REMOVED error', 'APPROVAL_EXPIRED error'], 1],
    [
      'of another change lets nothing pass',
      approval('2026-12-31', 'TYPE_REMOVED'),
      ['FIELD_REMOVED error', 'APPROVAL_UNUSED warning'],
      1,
    ],
    [
      'without a reason is none',
      approval('2026-12-31').replace('Nobody asks for it.', 'x'),
      ['FIELD_REMOVED error', 'APPROVALS_INVALID error'],
      1,
    ],
    ['with a mistake in its file is none', 'approvals: [', ['FIELD_REMOVED error', 'APPROVALS_INVALID error'], 1],
  ])('%s', async (_title, file, expected, code) => {
    const before = createProject({ shop: SHOP });
    project = createProject({ shop: after });
    project.write('contracts/approvals.yaml', file);
    const outcome = await project.contracts('schema', '--base', before.folder);
    before.remove();
    expect(outcome.findings.map((finding) => `${finding.code} ${finding.severity}`)).toEqual(expected);
    expect(outcome.code).toBe(code);
    const own = outcome.findings.find((finding) => finding.code.startsWith('APPROVAL'));
    if (own !== undefined) expect(own.places[0]?.file).toBe('contracts/approvals.yaml');
  });
});

async function changed(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const base = createProject(before);
  project?.remove();
  project = createProject(after);
  const outcome = await project.contracts('schema', '--base', base.folder);
  base.remove();
  expect(outcome.complaint).toBe('');
  return outcome;
}

async function levels(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const { findings } = await changed(before, after);
  return findings.map(({ code, severity }) => `${code} ${severity}`);
}

async function told(...argv: readonly string[]): Promise<string[]> {
  const { findings, complaint } = await project!.contracts('schema', ...argv);
  expect(complaint).toBe('');
  return findings.map(({ code, severity }) => `${code} ${severity}`);
}

/** On a branch `work`, at the same commit as `main`. */
function committed(schemas: Readonly<Record<string, string>>): TemporaryProject {
  project = createProject(schemas);
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'first');
  git('checkout', '-qb', 'work');
  return project;
}

function git(...args: readonly string[]): string {
  const person = ['-c', 'user.name=Ada', '-c', 'user.email=ada@galleria.example', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...person, '-C', project!.folder, ...args], { encoding: 'utf8' }).trim();
}
