import { afterEach, describe, expect, it } from 'vitest';
import { loadGraph } from '../graph.ts';
import { createProject, type TemporaryProject } from '../testing/temporary-project.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@authenticated", "@requiresScopes", "@policy"])\n`;
const SHOP = `${LINK}
type Query {
  product: Product
  node: Node
}

interface Node {
  id: ID!
}

type Product implements Node @key(fields: "id") {
  id: ID!
  cost: Int
  weight: Int @shareable
  kind: Kind
}

enum Kind {
  BOOK
}
`;
const STOCK = `${LINK}
type Product @key(fields: "id") {
  id: ID!
  weight: Int @shareable
}
`;
const SIGNED_IN = '@authenticated';
const READ = '@requiresScopes(scopes: [["read"]])';

let project: TemporaryProject | undefined;
afterEach(() => project?.remove());

describe('a field that asks for something', () => {
  it.each([
    ['where it asked for nothing', '', SIGNED_IN],
    ['where it asked for nothing, by a scope', '', READ],
    ['where it asked for nothing, by a policy', '', '@policy(policies: [["staff"]])'],
    ['where it asked for a token alone', SIGNED_IN, READ],
    ['more', READ, '@requiresScopes(scopes: [["read", "write"]])'],
    ['in one way less', '@requiresScopes(scopes: [["read"], ["write"]])', READ],
    ['else', READ, '@requiresScopes(scopes: [["write"]])'],
    ['beside what it asked for', READ, `${READ} @policy(policies: [["staff"]])`],
    ['that a policy does not give', '@policy(policies: [["staff"]])', `@policy(policies: [["staff"]]) ${SIGNED_IN}`],
  ])('%s breaks those who have got it', async (_title, before, after) => {
    expect(await levels(cost(before), cost(after))).toEqual(['ACCESS_RESTRICTED error Product.cost']);
  });

  it.each([
    ['nothing any more', SIGNED_IN, ''],
    ['a token in the place of a scope', READ, SIGNED_IN],
    ['less', '@requiresScopes(scopes: [["read", "write"]])', READ],
    ['one thing or another', READ, '@requiresScopes(scopes: [["write"], ["read"]])'],
  ])('for %s breaks nobody, and is told', async (_title, before, after) => {
    expect(await levels(cost(before), cost(after))).toEqual(['ACCESS_RELAXED note Product.cost']);
  });

  it.each([
    ['the same, in other words', READ, `${READ} ${SIGNED_IN}`],
    ['the same, in another order', '@requiresScopes(scopes: [["a", "b"]])', '@requiresScopes(scopes: [["b", "a"]])'],
  ])('for %s is as it was', async (_title, before, after) => {
    expect(await levels(cost(before), cost(after))).toEqual([]);
  });

  it('is as it was when its type asks for the same in its place', async () => {
    const before = SHOP.replaceAll(
      /^ {2}(product|node|id|cost|weight|kind): (\w+!?)/gm,
      `  $1: $2 ${SIGNED_IN}`,
    ).replace(`id: ID! ${SIGNED_IN}\n}`, 'id: ID!\n}');
    const after = before.replace('type Product implements Node', `type Product implements Node ${SIGNED_IN}`);
    expect(await levels({ shop: before }, { shop: after })).toEqual([]);
  });

  it('is told once for its type, where the directive stands, with what is lost and what to do', async () => {
    const after = SHOP.replace('type Product implements Node', `type Product implements Node ${SIGNED_IN}`);
    const { findings } = await changed({ shop: SHOP }, { shop: after });
    expect(findings).toMatchObject([
      {
        code: 'ACCESS_RESTRICTED',
        severity: 'error',
        message: expect.stringContaining(
          `'Product' asks clients for @authenticated now, and for nothing before: those without it get null and ` +
            'UNAUTHORIZED_FIELD_OR_TYPE instead of ',
        ),
        places: [{ file: 'shop.graphql', line: 12, text: expect.stringContaining(SIGNED_IN) }],
        hint: expect.stringContaining('contracts/approvals.yaml'),
      },
    ]);
    for (const lost of ['Query.product', 'Query.node', 'Node.id', 'Product.id', 'Product.cost and 2 more']) {
      expect(findings[0]?.message).toContain(lost);
    }
  });

  it('is told of its enum, and of the service that guards it', async () => {
    const after = SHOP.replace('enum Kind', `enum Kind ${SIGNED_IN}`);
    expect(await levels({ shop: SHOP }, { shop: after })).toEqual(['ACCESS_RESTRICTED error Kind']);
    const stock = STOCK.replace('weight: Int @shareable', `weight: Int @shareable ${READ}`);
    const { findings } = await changed({ shop: SHOP, stock: STOCK }, { shop: SHOP, stock });
    expect(findings).toMatchObject([{ code: 'ACCESS_RESTRICTED', places: [{ file: 'stock.graphql', line: 5 }] }]);
  });

  it('is nothing that changes when it is new', async () => {
    const after = SHOP.replace('  cost: Int\n', `  cost: Int\n  price: Int ${READ}\n`);
    expect(await levels({ shop: SHOP }, { shop: after })).toEqual(['FIELD_ADDED note price']);
  });
});

describe('what a base says of who may ask', () => {
  it('is in a supergraph, and not in the schema of an API', async () => {
    const before = createProject({ shop: SHOP });
    const { supergraphSdl } = await loadGraph(before.folder, {});
    before.remove();
    project = createProject(cost(READ));
    project.write('supergraph.graphql', supergraphSdl);
    expect(await codes('--base', 'supergraph.graphql')).toEqual(['ACCESS_RESTRICTED']);
    const api = SHOP.slice(LINK.length).replaceAll(/ @(key\(.*\)|shareable)/g, '');
    project.write('api.graphql', api);
    expect(await codes('--base', 'api.graphql')).toEqual([]);
  });
});

describe('a break of this kind', () => {
  it('is approved like others', async () => {
    const before = createProject({ shop: SHOP });
    project = createProject(cost(READ));
    project.write(
      'contracts/approvals.yaml',
      `approvals:\n  - change: ACCESS_RESTRICTED\n    at: Product.cost\n    reason: It was open by mistake.\n    expires: 2026-12-31\n`,
    );
    const { code, findings } = await project.contracts('schema', '--base', before.folder);
    before.remove();
    expect([code, findings.map(({ severity }) => severity)]).toEqual([0, ['note']]);
  });

  it('names who asks for what is lost, and is a warning where counts say that nobody does', async () => {
    const before = createProject({ shop: SHOP });
    project = createProject(cost(READ));
    const usage = (count: number) =>
      project!.write(
        'usage.json',
        JSON.stringify({ from: '2026-06-01', to: '2026-06-30', coordinates: { 'Product.cost': { count } } }),
      );
    const run = () => project!.contracts('schema', '--base', before.folder, '--usage', `${project!.folder}/usage.json`);
    usage(12);
    expect((await run()).findings).toMatchObject([{ severity: 'error', message: expect.stringContaining('12 times') }]);
    usage(0);
    expect((await run()).findings).toMatchObject([{ severity: 'warning', message: expect.stringContaining('Nobody') }]);
    before.remove();
  });
});

function cost(directives: string): Readonly<Record<string, string>> {
  return { shop: SHOP.replace('cost: Int', `cost: Int ${directives}`) };
}

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
  return findings.map(({ code, severity, message }) => `${code} ${severity} ${/'(.*?)'/.exec(message)?.[1] ?? ''}`);
}

async function codes(...argv: readonly string[]): Promise<string[]> {
  const { findings, complaint } = await project!.contracts('schema', ...argv);
  expect(complaint).toBe('');
  return findings.map(({ code }) => code);
}
