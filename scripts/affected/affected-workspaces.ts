/** A part of the project that is tested by itself. */
export interface Workspace {
  /** orders, kit, router … */
  readonly name: string;
  /** Relative to the root, such as subgraphs/orders. */
  readonly folder: string;
  /** Names of the workspaces that its sources and tests import. */
  readonly imports: readonly string[];
  /** Files and folders outside its own that it is made from. */
  readonly reads: readonly string[];
  readonly hasTests: boolean;
  /** The images whose process it is. */
  readonly processes: readonly string[];
  /** The process that is tested, built and deployed by a pipeline of its own; undefined for what many are made from. */
  readonly pipeline: string | undefined;
}

/** What a change asks to be done again. */
export interface Affected {
  /** Those with tests, for a build matrix. */
  readonly workspaces: readonly { readonly name: string; readonly folder: string }[];
  /** The images to build. */
  readonly processes: readonly string[];
  /** Whether the whole is to be tested. */
  readonly system: boolean;
}

/** They decide how everything is installed, generated, built and tested. */
const CONCERNS_ALL = [
  '.github/actions',
  '.github/workflows/pipeline.yml',
  '.github/workflows/service.yml',
  '.github/workflows/workspace.yml',
  '.npmrc',
  'codegen.ts',
  'package-lock.json',
  'package.json',
  'scripts/build.ts',
  'scripts/generate',
  'scripts/generate.ts',
  'scripts/setup/setup.mjs',
  'supergraph.yaml',
  'tsconfig.json',
  'vitest.config.ts',
];
const CONCERNS_IMAGES = ['.dockerignore', 'deploy', 'scripts/build', 'scripts/pack', 'scripts/pack.ts'];
const CONCERNS_SYSTEM = ['tests', 'simulation', 'prisma', 'scripts/start.mjs', 'scripts/test-browser.mjs'];

/** A workspace is affected when a file that it is made from has changed, or a workspace that it imports is affected. */
export function findAffected(changed: readonly string[], workspaces: readonly Workspace[]): Affected {
  const touches = (places: readonly string[]) => changed.some((file) => places.some((place) => isIn(file, place)));
  const all = touches(CONCERNS_ALL);
  const affected = new Set(
    workspaces.filter(({ folder, reads }) => all || touches([folder, ...reads])).map(({ name }) => name),
  );
  for (let size = -1; size !== affected.size;) {
    size = affected.size;
    const importers = workspaces.filter(({ imports }) => imports.some((name) => affected.has(name)));
    for (const { name } of importers) affected.add(name);
  }
  const found = workspaces.filter(({ name }) => affected.has(name));
  const rebuilt = touches(CONCERNS_IMAGES) ? workspaces : found;
  return {
    workspaces: found.filter(({ hasTests }) => hasTests).map(({ name, folder }) => ({ name, folder })),
    processes: [...new Set(rebuilt.flatMap(({ processes }) => processes))],
    system: found.some(({ processes }) => processes.length > 0) || touches(CONCERNS_SYSTEM),
  };
}

/** Every file and folder that the process of a pipeline is tested with and built from, in order. */
export function placesOf(pipeline: string, workspaces: readonly Workspace[]): string[] {
  const names = new Set(
    workspaces.filter((one) => one.pipeline === pipeline || one.processes.includes(pipeline)).map(({ name }) => name),
  );
  // A set gives what is added to it while it is gone through, too.
  for (const name of names)
    workspaces.find((one) => one.name === name)?.imports.forEach((imported) => names.add(imported));
  const own = workspaces.filter(({ name }) => names.has(name)).flatMap(({ folder, reads }) => [folder, ...reads]);
  const places = [...new Set([...own, ...CONCERNS_ALL, ...CONCERNS_IMAGES])];
  return places.filter((place) => !places.some((other) => other !== place && isIn(place, other))).toSorted();
}

/** What no pipeline of a process's own takes care of. */
export function withoutPipelines(affected: Affected, workspaces: readonly Workspace[]): Affected {
  const own = new Set(workspaces.flatMap(({ name, pipeline }) => (pipeline === undefined ? [] : [name, pipeline])));
  return {
    ...affected,
    workspaces: affected.workspaces.filter(({ name }) => !own.has(name)),
    processes: affected.processes.filter((name) => !own.has(name)),
  };
}

function isIn(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}
