import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { areDependenciesInstalled, createStamp } from './freshness.mjs';
import { readOnlyProblem } from './project-folder.mjs';

/** A step of the set-up failed; its output is the message. */
export class SetupError extends Error {}

const OUTPUT_LINES_SHOWN = 40;

/**
 * Brings a clone to where it can run: packages installed, code generated, processes bundled. What is fresh is left
 * alone, so that it costs some milliseconds when nothing has changed.
 *
 * @param {{ root: string, progress: ReturnType<typeof import('./progress.mjs').createProgress> }} options
 */
export async function setUp({ root, progress }) {
  if (!areDependenciesInstalled(root)) {
    // NODE_ENV=production of the shell would leave out what builds.
    await step(root, progress, 'packages', 'installing packages', () =>
      run(root, npm(['ci', '--include=dev', '--no-audit', '--no-fund'])),
    );
  }
  await refresh(root, progress, generation(root), 'generating code', 'scripts/generate.ts');
  await refresh(root, progress, build(root), 'building', 'scripts/build.ts');
}

function generation(root) {
  const subgraphs = listFolders(root, 'subgraphs');
  return {
    root,
    name: 'generate',
    inputs: [
      'package-lock.json',
      'supergraph.yaml',
      'codegen.ts',
      'scripts/generate.ts',
      'scripts/generate',
      'router/supergraph.graphql',
      'client/src',
      ...listFolders(root, 'prisma').map((name) => `prisma/${name}/schema.prisma`),
      ...subgraphs.flatMap((name) => [
        `subgraphs/${name}/schema.graphql`,
        `subgraphs/${name}/src/api/models.ts`,
        `subgraphs/${name}/src/clients`,
      ]),
    ],
    outputs: [...subgraphs.map((name) => `subgraphs/${name}/src`), 'client/src'],
    ignore: (path) => path.startsWith('client/') && !path.endsWith('.graphql'),
    belongs: (path) => path.includes('/generated/'),
  };
}

function build(root) {
  return {
    root,
    name: 'build',
    inputs: [
      'package-lock.json',
      'supergraph.yaml',
      'scripts/build.ts',
      'scripts/build',
      'scripts/migrate.ts',
      'scripts/migrate',
      'tsconfig.json',
      'scripts/seed',
      'router/src',
      'router/browser',
      'client',
      ...listFolders(root, 'packages').map((name) => `packages/${name}/src`),
      ...listFolders(root, 'subgraphs').map((name) => `subgraphs/${name}/src`),
    ],
    outputs: ['dist'],
    ignore: (path) => path.endsWith('.test.ts'),
    // A development session writes its own bundles beside them.
    belongs: (path) => !path.startsWith('dist/dev-'),
  };
}

async function refresh(root, progress, stampOptions, doing, script) {
  const stamp = createStamp(stampOptions);
  if (stamp.isFresh() || !existsSync(join(root, script))) return;
  stamp.begin();
  await step(root, progress, stampOptions.name, doing, () => run(root, [process.execPath, '--import', 'tsx', script]));
  stamp.remember();
}

async function step(root, progress, name, doing, work) {
  const problem = readOnlyProblem(root);
  if (problem !== undefined) throw new SetupError(problem);
  progress.begin(name, doing);
  try {
    await work();
    progress.succeed(name);
  } catch (error) {
    progress.fail(name, `${doing} failed`);
    throw error;
  }
}

/** The npm that runs this script, where one does: it need not be the first in PATH. */
function npm(args) {
  const path = process.env.npm_execpath;
  return path === undefined ? ['npm', ...args] : [process.execPath, path, ...args];
}

function run(cwd, [command, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => (output = `${output}${chunk}`.slice(-64 * 1024));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => reject(new SetupError(`${command} cannot be run: ${error.message}`)));
    child.once('close', (code) => {
      if (code === 0) return resolve();
      const shown = output.trimEnd().split('\n').slice(-OUTPUT_LINES_SHOWN).join('\n');
      reject(new SetupError(`${shown}\n\n${[command, ...args].join(' ')} ended with code ${code}.`));
    });
  });
}

function listFolders(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
