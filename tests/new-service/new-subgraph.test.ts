import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createViewerSigner, VIEWER_HEADER } from '@galleria/kit/graphql/viewer';
import { newId } from '@galleria/kit/identifiers';
import { createLogger } from '@galleria/kit/logger';
import { startBroker } from '@galleria/platform/broker/broker';
import { databaseUrl, dropDatabase, ensureDatabase } from '@galleria/platform/postgres/databases';
import { applyMigrations } from '@galleria/platform/postgres/migrations/migrations';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { SIGNING_SECRET } from '@galleria/platform/testing/signed-exchange';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { COMMONJS_GLOBALS, EXTERNAL } from '../../scripts/build/bundle-settings.ts';
import { follow, type Followed } from '../guides/follow.ts';
import { readGuide } from '../guides/guide.ts';
import { leftOut } from '../guides/left-out.ts';
import { copyGalleria, type Copy } from '../guides/temporary-copy.ts';

const { subgraphNames } = readProject(import.meta.dirname);
const TYPE_CHECK = {
  extends: './tsconfig.json',
  compilerOptions: { tsBuildInfoFile: 'node_modules/.cache/new-service.tsbuildinfo' },
  include: [
    'subgraphs/wishlist',
    'tests/consumers/samples/wishlist.ts',
    'tests/security/belongings/wishlist.ts',
    // What they stand on declares more than they import.
    'packages/messaging/src/kafka/*.d.ts',
    'packages/platform/src/testing/global-setup.ts',
  ],
};

let copy: Copy;
beforeAll(() => void (copy = copyGalleria({ POSTGRES_URL: inject('postgresUrl') })));
afterAll(() => copy.remove());

/** Each step runs programs that take seconds, and more of them on a busy machine. */
const PATIENT = { timeout: 900_000 };

describe('npm run new:subgraph -- wishlist --entity Wishlist', PATIENT, () => {
  it('makes a service, its first migration, and everything that is generated of it', async () => {
    const told = await copy.run('--import', 'tsx', 'scripts/new-subgraph.ts', 'wishlist', '--entity', 'Wishlist');
    expect(told).toContain('wishlist is there.');
    expect(told).toMatch(/wrote prisma\/wishlist\/migrations\/\d{14}_init\/migration\.sql/);
    expect(copy.read('router/supergraph.graphql')).toContain('type Wishlist\n');
    expect(copy.read('docs/events.md')).toContain('wishlist.wishlist-created.v1');
    expect(copy.read('.github/workflows/wishlist.yml')).toContain('subgraphs/wishlist/**');
    // A placeholder that nobody filled in.
    expect(copy.read('subgraphs/wishlist/src/app.ts')).not.toMatch(/__\w+__/);
  });
});

/** At once: each waits for programs of its own. */
describe.concurrent('the service that it makes', PATIENT, () => {
  it('breaks no contract', async () => {
    const checks = ['composition', 'operations', 'lint', 'events', 'databases', 'boundaries'];
    const told = await copy.run('--import', 'tsx', 'scripts/contracts.ts', ...checks);
    expect(told.match(/\w+ +ok$/gm)).toHaveLength(checks.length);
  });

  it('has types that agree', async () => {
    writeFileSync(join(copy.root, 'tsconfig.wishlist.json'), JSON.stringify(TYPE_CHECK));
    await copy.run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.wishlist.json');
  });

  it('passes its own tests, and those that look at every service', async () => {
    const projects = ['unit', 'integration', 'architecture'].flatMap((name) => ['--project', name]);
    const architecture = ['access-rules', 'deployment', 'descriptions', 'roll-out', 'settings', 'workflows'];
    const files = [
      'subgraphs/wishlist/',
      'tests/consumers/',
      ...architecture.map((name) => `tests/architecture/${name}`),
    ];
    // The messages of the others have been delivered in every way by their own run.
    const notOfOthers = `^(?!(${subgraphNames.join('|')}) )`;
    const told = await copy.run(
      'node_modules/vitest/vitest.mjs',
      'run',
      '-t',
      notOfOthers,
      '--reporter=json',
      ...projects,
      ...files,
    );
    const { success, testResults } = JSON.parse(told.slice(told.indexOf('{'))) as {
      success: boolean;
      testResults: { name: string; assertionResults: { status: string; fullName: string }[] }[];
    };
    expect(success).toBe(true);
    expect(testResults).toHaveLength(4 + architecture.length);
    const passed = testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName),
    );
    expect(passed.filter((name) => name.startsWith("wishlist 'users.user-erased.v1"))).toHaveLength(8);
  });
});

describe('the service, as a process,', PATIENT, () => {
  it('starts, and answers', async () => {
    const address = await startWishlist();
    const sign = createViewerSigner({ secret: SIGNING_SECRET, signedBy: 'router' });
    const viewer = { userId: newId(), roles: ['CUSTOMER'] };
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [VIEWER_HEADER]: await sign(viewer) },
      body: JSON.stringify({
        query: `mutation { createWishlist(input: { name: "for my sister" }) { ... on WishlistCreated { wishlist { name } } } }`,
      }),
    });
    expect(await response.json()).toEqual({ data: { createWishlist: { wishlist: { name: 'for my sister' } } } });
  });
});

describe('docs/guides/contribute-a-field.md', PATIENT, () => {
  const { blocks } = readGuide('contribute-a-field');
  let followed: Followed;

  it('has steps that can be taken', async () => {
    expect(blocks.filter(({ language }) => language === 'diff')).toHaveLength(5);
    expect(leftOut(blocks)).toEqual([]);
    followed = await follow(copy, blocks);
    expect(copy.read('docs/boundaries.md')).toMatch(/^\| User .*wishlist: `wishlistCount`/m);
  });

  it('leads to a field that has a rule, and is answered to those who may read it', async () => {
    const projects = [...followed.projects].flatMap((name) => ['--project', name]);
    await copy.run('node_modules/vitest/vitest.mjs', 'run', ...projects, ...followed.files);
  });
});

/** As its own process, on a database that its migration has made. Gives where it listens. */
async function startWishlist(): Promise<string> {
  const name = `new_service_${newId()}`;
  const url = databaseUrl(inject('postgresUrl'), name);
  await ensureDatabase(inject('postgresUrl'), name);
  onTestFinished(() => dropDatabase(inject('postgresUrl'), name));
  await applyMigrations({ url, migrationsDirectory: join(copy.root, 'prisma/wishlist/migrations') });
  const broker = await startBroker({
    dataDirectory: join(copy.root, '.galleria/broker'),
    port: 0,
    fsync: 'never',
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
  onTestFinished(() => broker.stop());
  const bundle = 'dist/wishlist/main.js';
  await build({
    ...{ absWorkingDir: copy.root, entryPoints: ['subgraphs/wishlist/src/main.ts'], outfile: bundle, bundle: true },
    ...{ platform: 'node', format: 'esm', external: EXTERNAL, banner: { js: COMMONJS_GLOBALS }, logLevel: 'warning' },
  });
  const service = spawn(process.execPath, [bundle], {
    cwd: copy.root,
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      POSTGRES_URL: url,
      KAFKA_BROKERS: `${broker.host}:${broker.port}`,
      VIEWER_SIGNING_SECRET: SIGNING_SECRET,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    const ended = once(service, 'exit');
    service.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
  for await (const line of createInterface({ input: service.stdout })) {
    const { address } = JSON.parse(line) as { address?: string };
    if (address !== undefined) return address;
  }
  throw new Error('The service has ended, and never listened.');
}
