import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from './affected-workspaces.ts';

/** Where workspaces are, one in each folder, and where one is by itself. */
const PARENTS = ['packages', 'subgraphs'];
const SINGLES = ['router', 'client', 'scripts'];
const SKIPPED = ['node_modules', 'generated', 'dist'];

/** Images that are not named after the workspace of their process. */
const PROCESSES: Readonly<Record<string, readonly string[]>> = {
  client: ['storefront'],
  platform: ['mailbox', 'storefront', 'migrate'],
  router: ['router'],
  scripts: ['migrate', 'seed'],
};

/** Which of them is deployed by itself, of a workspace that is nothing else. A subgraph is, too. */
const PIPELINES: Readonly<Record<string, string>> = { client: 'storefront', router: 'router' };

/** What a workspace is made from beside its folder; a subgraph, too, from its database's schema. */
const READS: Readonly<Record<string, readonly string[]>> = {
  // Its operations are checked against the composed graph when its types are generated.
  client: ['router/supergraph.graphql'],
  scripts: ['prisma'],
  // Its image has the operations that the storefront was built with.
  router: ['scripts/build/landing-page.ts', 'client/src'],
};

/** Every workspace of the project, with what its sources import: they are asked, so that no list can be behind them. */
export function readWorkspaces(root: string): Workspace[] {
  const folders = [...PARENTS.flatMap((parent) => subfolders(root, parent)), ...SINGLES];
  return folders.map((folder) => {
    const [parent, name = folder] = folder.split('/');
    const sources = listSources(join(root, folder));
    const isSubgraph = parent === 'subgraphs';
    const pipeline = PIPELINES[name] ?? (isSubgraph ? name : undefined);
    return {
      name,
      folder,
      imports: [...new Set(sources.flatMap(importsOf))].filter((imported) => imported !== name),
      reads: [...readsOf(name, isSubgraph), ...(pipeline === undefined ? [] : [pipelineFile(pipeline)])],
      hasTests: sources.some((file) => file.endsWith('.test.ts')),
      processes: PROCESSES[name] ?? (isSubgraph ? [name] : []),
      pipeline,
    };
  });
}

export function pipelineFile(process: string): string {
  return `.github/workflows/${process}.yml`;
}

function readsOf(name: string, isSubgraph: boolean): readonly string[] {
  return isSubgraph ? [`prisma/${name}`] : (READS[name] ?? []);
}

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/['"]@galleria\/([a-z-]+)/g)].map(([, name = '']) => name);
}

function listSources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.includes(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listSources(path);
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : [];
  });
}

function subfolders(root: string, parent: string): string[] {
  const entries = readdirSync(join(root, parent));
  return entries
    .filter((name) => existsSync(join(root, parent, name, 'package.json')))
    .map((name) => `${parent}/${name}`);
}
