import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';

/** What esbuild's metafile says of a build: https://esbuild.github.io/api/#metafile */
export interface BuildOutputs {
  readonly [path: string]: {
    readonly imports: readonly { readonly path: string; readonly external?: boolean }[];
    readonly entryPoint?: string;
  };
}

/** What of the build one process needs. */
export interface BundleList {
  /** Its entries and every chunk that they reach, relative to the root. */
  readonly files: readonly string[];
  /** Packages that were left out of the bundles. */
  readonly packages: readonly string[];
}

/**
 * The bundles of `dist/<processName>` and what they reach, dynamic imports included. Throws when no such process was
 * built.
 */
export function listBundles(outputs: BuildOutputs, processName: string): BundleList {
  const entries = Object.keys(outputs).filter(
    (path) => dirname(path) === `dist/${processName}` && outputs[path]?.entryPoint !== undefined,
  );
  if (entries.length === 0) throw new Error(`There is no process ${processName}; built are ${names(outputs)}.`);
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string) => {
    if (files.has(path)) return;
    files.add(path);
    for (const { path: imported, external } of outputs[path]?.imports ?? []) {
      if (external !== true) visit(imported);
      else if (!isOfNode(imported)) packages.add(packageOf(imported));
    }
  };
  entries.forEach(visit);
  return { files: [...files], packages: [...packages] };
}

/** What a package.json says of what it needs. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * The folders of these packages and of all that they depend on, as Node would find them. What is absent and may be is
 * left out: a package that a library tries to load and does without (the build fails on any other), an optional
 * dependency for another platform. A dependency that is missing throws.
 *
 * @param readManifest the package.json in a folder, relative to the root; undefined where there is no package
 */
export function listPackageFolders(
  packages: readonly string[],
  readManifest: (folder: string) => Manifest | undefined,
): readonly string[] {
  const folders = new Set<string>();
  const add = (name: string, from: string, optional: boolean) => {
    const folder = lookUp(name, from, readManifest);
    if (folder === undefined && optional) return;
    if (folder === undefined) throw new Error(`${name}, which ${from} needs, is not installed.`);
    if (folders.has(folder)) return;
    folders.add(folder);
    const { dependencies = {}, optionalDependencies = {} } = readManifest(folder) ?? {};
    for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies })) {
      add(dependency, folder, dependency in optionalDependencies);
    }
  };
  for (const name of packages) add(name, '', true);
  return [...folders];
}

/** Source: https://nodejs.org/api/modules.html#loading-from-node_modules-folders */
function lookUp(name: string, from: string, readManifest: (folder: string) => unknown): string | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    const folder = join(directory, 'node_modules', name);
    if (readManifest(folder) !== undefined) return folder;
    if (directory === '' || directory === '.') return undefined;
  }
}

/** A library may ask for a module of a newer Node and do without: "node:" is never a package. */
function isOfNode(specifier: string): boolean {
  return specifier.startsWith('node:') || isBuiltin(specifier);
}

function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function names(outputs: BuildOutputs): string {
  const entries = Object.keys(outputs).filter((path) => path.endsWith('/main.js'));
  return entries.map((path) => dirname(path).slice('dist/'.length)).join(', ');
}
