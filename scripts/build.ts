import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { buildLandingPage } from './build/landing-page.ts';
import { buildStorefront } from './build/storefront.ts';
import { writeStorefrontOperations } from '../client/persisted-operations.ts';
import { COMMONJS_GLOBALS, EXTERNAL } from './build/bundle-settings.ts';
import { readProject } from '@galleria/platform/supervisor/formation/project';

const root = resolve(import.meta.dirname, '..');

// Whatever the shell says: React's pages for development are slower and three times as large.
process.env['NODE_ENV'] = 'production';

const started = performance.now();
const entries = Object.fromEntries(
  Object.entries(entryPoints()).filter(([, source]) => existsSync(resolve(root, source))),
);
await Promise.all([
  buildProcesses(entries),
  buildLandingPage(resolve(root, 'dist/router/graphiql')),
  buildStorefront(resolve(root, 'client')),
  writeStorefrontOperations(resolve(root, 'dist/router/storefront-operations.json')),
]);
console.log(`${Object.keys(entries).length} bundles in ${Math.round(performance.now() - started)} ms`);

/**
 * What several processes share is built once, into dist/chunks: with everything in every bundle it takes more than
 * twice as long and four times the space.
 */
async function buildProcesses(entryPoints: Record<string, string>): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: 'dist',
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    sourcesContent: false,
    external: EXTERNAL,
    banner: { js: COMMONJS_GLOBALS },
    metafile: true,
    logLevel: 'warning',
  });
  await removeOldChunks(Object.keys(metafile.outputs));
  // For scripts/pack.ts: which chunks and packages each process needs.
  await writeFile(resolve(root, 'dist/metafile.json'), JSON.stringify({ outputs: metafile.outputs }));
}

/** A chunk is named after its content: those of earlier builds would pile up. */
async function removeOldChunks(outputs: readonly string[]): Promise<void> {
  const chunks = await readdir(resolve(root, 'dist/chunks'));
  const old = chunks.filter((name) => !outputs.includes(`dist/chunks/${name}`));
  await Promise.all(old.map((name) => rm(resolve(root, 'dist/chunks', name))));
}

/** Bundle → source. One for each process, and one for each seed, or other program beside a service, that exists. */
function entryPoints(): Record<string, string> {
  const { subgraphNames } = readProject(root);
  const subgraphs = subgraphNames.flatMap((name) => [
    [`${name}/main`, `subgraphs/${name}/src/main.ts`],
    [`${name}/definition`, `subgraphs/${name}/src/definition.ts`],
    [`${name}/config`, `subgraphs/${name}/src/config.ts`],
    [`${name}/seed`, `subgraphs/${name}/src/seed.ts`],
    [`${name}/rotate-keys`, `subgraphs/${name}/src/rotate-keys.ts`],
  ]);
  return {
    ...(Object.fromEntries(subgraphs) as Record<string, string>),
    'payments/reconcile': 'subgraphs/payments/src/reconcile/main.ts',
    'operations/dead-letters': 'subgraphs/operations/src/dead-letters/main.ts',
    'router/main': 'router/src/main.ts',
    'router/definition': 'router/src/definition.ts',
    'router/config': 'router/src/config.ts',
    'router/planner': 'router/src/plan/process/planner-program.ts',
    'single-process/main': 'packages/platform/src/single-process/main.ts',
    'broker/main': 'packages/platform/src/broker/main.ts',
    'mailbox/main': 'packages/platform/src/mailbox/main.ts',
    'storefront/main': 'packages/platform/src/storefront/main.ts',
    'start/main': 'packages/platform/src/cli/start.ts',
    'seed/main': 'scripts/seed/main.ts',
    'migrate/main': 'scripts/migrate.ts',
  };
}
