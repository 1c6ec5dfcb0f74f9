import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { createEngine } from '../../router/src/engine/engine.ts';
import { createLocalPlanner } from '../../router/src/engine/testing/local-planner.ts';
import { ALL_CONTRACTS, applyDiff, follow, runVerb, type Followed } from './follow.ts';
import { readGuide } from './guide.ts';
import { leftOut } from './left-out.ts';
import { copyGalleria, type Copy } from './temporary-copy.ts';

const { subgraphNames } = readProject(import.meta.dirname);
const addField = readGuide('add-a-field');
const consume = readGuide('consume-an-event');
const addStep = readGuide('add-a-saga-step');
const move = readGuide('move-a-field');
const evolve = readGuide('evolve-a-schema');
const SHARE = 'First, a share of the requests';
/** Those that find what is made of something else and was not made anew. */
const MADE = ['composition', 'events', 'databases', 'boundaries'];
const CHECKS = ['composition', 'schema', 'operations', 'lint', 'events', 'databases', 'boundaries'];
const TYPE_CHECK = {
  extends: './tsconfig.json',
  compilerOptions: { tsBuildInfoFile: 'node_modules/.cache/guides.tsbuildinfo' },
  include: [
    ...['products', 'inventory', 'orders'].map((service) => `subgraphs/${service}`),
    'tests/consumers/samples/products.ts',
    // What they stand on declares more than they import.
    'packages/messaging/src/kafka/*.d.ts',
    'packages/platform/src/testing/global-setup.ts',
  ],
};

/** Each step runs programs that take seconds, and more of them on a busy machine. */
const PATIENT = { timeout: 900_000 };

let copy: Copy;
let followed: Followed = { told: new Map(), projects: new Set(), files: new Set() };
let finished: Followed;

beforeAll(() => {
  copy = copyGalleria({ POSTGRES_URL: inject('postgresUrl') });
  writeFileSync(join(copy.root, 'tsconfig.guides.json'), JSON.stringify(TYPE_CHECK));
  git('init', '--quiet', '--initial-branch', 'main');
  commit();
});
afterAll(() => copy.remove());

describe('what the guides change first', PATIENT, () => {
  it.each([
    ['add-a-field', addField],
    ['consume-an-event', consume],
    ['add-a-saga-step', addStep],
  ])('can be changed in Galleria as it is: %s', (_name, { blocks }) => {
    const diffs = blocks.filter(({ language }) => language === 'diff').map(({ text }) => text);
    expect(diffs.length).toBeGreaterThan(3);
    applyDiff(copy, diffs.join(''), '--check');
  });

  it.each([
    ['add-a-field', addField.blocks],
    ['consume-an-event', consume.blocks],
    ['add-a-saga-step', addStep.blocks],
    ['move-a-field, first', move.section(SHARE)],
    ['evolve-a-schema, first', evolve.section('Add, and deprecate')],
  ])(
    'can be changed one after the other, and each says itself what has to be made and run: %s',
    async (_name, blocks) => {
      expect(leftOut(blocks)).toEqual([]);
      const { told, projects, files } = await follow(copy, blocks);
      followed = {
        told: new Map([...followed.told, ...told]),
        projects: new Set([...followed.projects, ...projects]),
        files: new Set([...followed.files, ...files]),
      };
      await expectFresh();
    },
  );

  it('is there', () => {
    expect(followed.told.get('npm run migrate -- create products care_instructions')).toMatch(/wrote .*_care_instruct/);
    expect(followed.told.get('npm run migrate -- create products pieces_sold')).toMatch(/wrote prisma.*_pieces_sold/);
    expect(copy.read('router/supergraph.graphql')).toMatch(/^ {2}careInstructions: String .*deprecated/m);
    expect(copy.read('docs/events.md')).toMatch(/orders\.order-confirmed\.v1.*products/);
  });
});

describe.concurrent('what the guides have made', PATIENT, () => {
  // What is made of it was looked at a moment ago.
  it('breaks no contract of main', () => checkContracts(CHECKS.filter((check) => !MADE.includes(check))));

  it('has types that agree', () => checkTypes());

  it('does what they say: a field is kept and read, messages are counted once, an order is taken back', async () => {
    const passed = await runTests(followed);
    expect(passed).toEqual(
      expect.arrayContaining([
        'care instructions are kept with a new product and with a change, and read by anyone',
        'a new group hears what was told before it first began',
        'pieces are counted once for each message, and only administrators are told',
        'an order, whatever happens in whatever order settles, with money and stock where its status says they are',
        'the saga SHIPPED on take-back does what the architecture says, and nothing where it says nothing',
        'an order whose parcel comes back ends, and its money and stock go back once',
        'pieces are sold when they are paid for, of no product that is unknown, and for administrators only',
      ]),
    );
    expect(passed.filter((name) => name.startsWith("products 'orders.order-confirmed.v1"))).toHaveLength(8);
  });
});

describe('a field that moves', PATIENT, () => {
  it('is asked of its new owner by a share of the requests', async () => {
    expect(await askedFor('piecesSold', 0.09)).toEqual(['products', 'inventory']);
    expect(await askedFor('piecesSold', 0.11)).toEqual(['products']);
  });

  it('is then asked of nobody else', async () => {
    await follow(copy, move.section('Then, all of them'));
    await expectFresh();
    expect(await askedFor('piecesSold', 0.99)).toEqual(['products', 'inventory']);
  });

  it('goes where it was in the end, and so does what was deprecated, once that was looked at', async () => {
    commit();
    const last = move.section("Last, the old owner's field goes");
    const remove = [...evolve.section('Count'), ...evolve.section('Remove')];
    expect([leftOut(last), leftOut(remove)]).toEqual([[], []]);
    const moved = await follow(copy, last);
    await expectFresh();
    const { told, projects, files } = await follow(copy, remove);
    finished = {
      told,
      projects: new Set([...moved.projects, ...projects]),
      files: new Set([...moved.files, ...files]),
    };
    const counted = told.get('npm run contracts -- --base main --usage usage.json schema databases');
    expect(counted).toContain('FIELD_REMOVED (schema, warning)');
    expect(counted).toContain('Nobody asked for it from 2027-06-01 to 2027-06-30.');
    expect(copy.read('subgraphs/products/schema.graphql')).not.toContain('piecesSold');
    expect(await askedFor('piecesSold', 0.99)).toEqual(['products', 'inventory']);
  });
});

describe.concurrent('what is left in the end', PATIENT, () => {
  it('breaks no contract of main that nobody has approved', () =>
    // Who imports whom was made by now, and takes the longest to look at.
    checkContracts(CHECKS.filter((check) => check !== 'boundaries')));

  it('has types that agree', () => checkTypes());

  it('answers the new field from the database without the old column', async () => {
    const passed = await runTests(finished);
    expect(passed).toContain('a product without them has none, and a wrong one is not made');
  });
});

async function checkContracts(checks: readonly string[]): Promise<void> {
  const told = await runVerb(copy, `${ALL_CONTRACTS} ${checks.join(' ')}`);
  for (const check of checks) expect(told).toMatch(new RegExp(`^${check} +(ok|\\d+ notes?)$`, 'm'));
}

/** Whatever is made of what was changed is what it would be if it were made now. */
async function expectFresh(): Promise<void> {
  const told = await runVerb(copy, `npm run contracts -- ${MADE.join(' ')}`);
  for (const check of MADE) expect(told).toMatch(new RegExp(`^${check} +(ok|\\d+ notes?)$`, 'm'));
  expect(await runVerb(copy, 'npm run generate')).toMatch(/^\d+ generated outputs are fresh$/m);
}

async function checkTypes(): Promise<void> {
  await copy.run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.guides.json');
}

/** Gives the names of those that passed; all of them did. */
async function runTests({ projects, files }: Pick<Followed, 'projects' | 'files'>): Promise<string[]> {
  // The messages of the others have been delivered in every way by their own run.
  const others = subgraphNames.filter((name) => name !== 'products');
  const selected = ['-t', `^(?!(${others.join('|')}) ')`, ...[...projects].flatMap((name) => ['--project', name])];
  const told = await copy.run('node_modules/vitest/vitest.mjs', 'run', '--reporter=json', ...selected, ...files);
  const { testResults } = JSON.parse(told.slice(told.indexOf('{'))) as {
    testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
  };
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  expect(testResults.filter(({ status }) => status !== 'passed').map(({ name }) => name)).toEqual([]);
  return results.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName);
}

/** Which services the router asks for a field of a product's, where it draws this number for the request. */
async function askedFor(field: string, drawn: number): Promise<string[]> {
  const random = vi.spyOn(Math, 'random').mockReturnValue(drawn);
  onTestFinished(() => random.mockRestore());
  const supergraph = copy.read('router/supergraph.graphql');
  const asked: string[] = [];
  const product = { __typename: 'Product', id: '1', [field]: 2 };
  const { execute } = createEngine<undefined>({
    supergraph,
    planner: createLocalPlanner(supergraph),
    fetch: async (service) => {
      asked.push(service);
      return { data: { productsById: [product], _entities: [product] } };
    },
  });
  const query = `{ productsById(ids: ["1"]) { ${field} } }`;
  const answer = JSON.stringify(await execute({ query, variables: {}, context: undefined }));
  expect(JSON.parse(answer)).toEqual({ data: { productsById: [{ [field]: 2 }] } });
  return asked;
}

function git(...args: readonly string[]): void {
  execFileSync('git', args, { cwd: copy.root });
}

function commit(): void {
  git('add', '--all');
  git('-c', 'user.name=A reader', '-c', 'user.email=reader@galleria.example', 'commit', '--quiet', '-m', 'follow');
}
