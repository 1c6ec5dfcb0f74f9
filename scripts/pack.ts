import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { listBundles, listPackageFolders, type BuildOutputs, type Manifest } from './pack/packing-list.ts';

const ROOT = resolve(import.meta.dirname, '..');

const FONT = 'node_modules/@expo-google-fonts/noto-sans';
/** What a process reads beside its code, by process. */
const DATA: Readonly<Record<string, readonly string[]>> = {
  migrate: ['supergraph.yaml', 'prisma'],
  payments: [`${FONT}/package.json`, `${FONT}/400Regular`, `${FONT}/700Bold`],
  products: ['subgraphs/products/images'],
  router: ['router/supergraph.graphql', 'dist/router/graphiql', 'dist/router/storefront-operations.json'],
  storefront: ['dist/client'],
};

const [processName, target] = process.argv.slice(2);
if (processName === undefined || target === undefined) {
  console.error(
    'npm run pack -- <process> <folder>    put all that a built process needs to run, and nothing else, into a folder',
  );
  process.exitCode = 1;
} else {
  await pack(processName, resolve(target));
}

/** Replaces `folder`. What is in it runs with `node dist/<process>/main.js` and no other file of this project. */
async function pack(name: string, folder: string): Promise<void> {
  const { files, packages } = listBundles(readOutputs(), name);
  const sourceMaps = files.map((file) => `${file}.map`).filter((file) => existsSync(join(ROOT, file)));
  const packed = [...files, ...sourceMaps, ...listPackageFolders(packages, readManifest), ...(DATA[name] ?? [])];
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const path of packed) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    // A package's own node_modules hold what others of the list need: each of those is copied for itself.
    await cp(join(ROOT, path), join(folder, path), { recursive: true, filter: (source) => !isNested(source, path) });
  }
  await writeFile(join(folder, 'package.json'), `${JSON.stringify({ private: true, type: 'module' })}\n`);
}

function isNested(source: string, path: string): boolean {
  return source.slice(join(ROOT, path).length).includes('/node_modules');
}

function readOutputs(): BuildOutputs {
  const file = join(ROOT, 'dist/metafile.json');
  if (!existsSync(file)) throw new Error('There is nothing to pack: run npm run build first.');
  return (JSON.parse(readFileSync(file, 'utf8')) as { outputs: BuildOutputs }).outputs;
}

function readManifest(folder: string): Manifest | undefined {
  const file = join(ROOT, folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
}
