import { resolve } from 'node:path';
import { FormationError } from '@galleria/platform/supervisor/formation/formation';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import type { Galleria } from '@galleria/platform/supervisor/running-galleria';
import { startGalleria, type GalleriaOptions } from '@galleria/platform/supervisor/system';
import { watch } from 'chokidar';
import { createDevBuilds, devBundle, relativePath, type DevBuilds } from './dev-builds.ts';
import { takeInSchemas } from './dev-schemas.ts';
import { createDevSession, type DevEvent } from './dev-session.ts';
import { startTypeErrors } from './type-errors.ts';
import { buildVendor } from './vendor.ts';
import { isWatched } from './watch-planner.ts';

/** A running Galleria whose subgraphs and router follow their sources. */
export interface Development {
  readonly galleria: Galleria;
  /** Resolves to the number of files with type errors once the whole project was checked. */
  readonly typesRead: Promise<number>;
  stop(): Promise<void>;
}

/** Editors write in several steps: changes this close together are taken in together. Milliseconds. */
const SETTLE_MS = 20;

/**
 * Bundles every subgraph and the router, starts Galleria from these bundles, and watches. Throws what `startGalleria`
 * throws.
 */
export async function startDevelopment(options: {
  readonly root: string;
  readonly galleria: GalleriaOptions;
  readonly report: (event: DevEvent) => void;
}): Promise<Development> {
  const { root, report } = options;
  if (options.galleria.singleProcess === true) {
    throw new FormationError(
      'npm run dev starts one service anew at a time: it does not go together with --single-process.',
    );
  }
  const { subgraphNames } = readProject(root);
  const builds = await buildAll(root, subgraphNames);
  const galleria = await startGalleria({
    ...options.galleria,
    bundleOf: (name) => (builds.inputs.has(name) ? devBundle(root, name) : undefined),
  }).catch(async (error: unknown) => {
    await builds.stop();
    throw error;
  });
  const types = startTypeErrors(root);
  const session = createDevSession({
    root,
    subgraphs: subgraphNames,
    builds,
    types,
    takeInSchemas: () => takeInSchemas(root, options.galleria.env),
    replace: (processes) => galleria.replace(processes.flatMap((name) => instancesOf(galleria, name))),
    report,
  });
  const watcher = watchSources(root, (changed) => void session.take(changed));
  return {
    galleria,
    typesRead: types.after([]).then(({ size }) => size),
    stop: async () => {
      await watcher.close();
      types.stop();
      await builds.stop();
      await galleria.stop();
    },
  };
}

/** Throws with esbuild's words when a process cannot be bundled: there is nothing older to run. */
async function buildAll(root: string, subgraphs: readonly string[]): Promise<DevBuilds> {
  const router = { main: 'router/src/main.ts', planner: 'router/src/plan/process/planner-program.ts' };
  const entryPoints = new Map<string, Readonly<Record<string, string>>>([
    ...subgraphs.map((name) => [name, { main: `subgraphs/${name}/src/main.ts` }] as const),
    ['router', router],
  ]);
  const { plugin } = await buildVendor(root, [...entryPoints.values()].flatMap(Object.values<string>));
  const builds = await createDevBuilds({ root, entryPoints, plugins: [plugin] });
  for (const process of entryPoints.keys()) {
    const outcome = await builds.rebuild(process);
    if (outcome.kind === 'failed') throw new FormationError(`${process} cannot be bundled:\n\n${outcome.text}`);
    if (outcome.kind === 'built') outcome.write();
  }
  return builds;
}

function instancesOf({ processes }: Galleria, name: string): string[] {
  return processes.map((process) => process.name).filter((each) => each === name || each.startsWith(`${name}-`));
}

function watchSources(root: string, onChanged: (files: string[]) => void) {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const folders = ['packages', 'subgraphs', 'router', 'prisma', 'supergraph.yaml', 'package-lock.json'];
  const watcher = watch(
    folders.map((folder) => resolve(root, folder)),
    {
      ignoreInitial: true,
      ignored: (path, facts) =>
        /\/(node_modules|images|test|dist)(\/|$)/.test(path) ||
        (facts?.isFile() === true && !isWatched(relativePath(root, path))),
    },
  );
  watcher.on('all', (_event, path) => {
    const file = relativePath(root, path);
    if (!isWatched(file)) return;
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => onChanged(takeAll(changed)), SETTLE_MS);
  });
  return watcher;
}

function takeAll(changed: Set<string>): string[] {
  const files = [...changed];
  changed.clear();
  return files;
}
