import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ResolverFactory } from 'oxc-resolver';
import { createManifests } from './manifests.ts';
import type { DependencyType, RuleBook } from './rule-book.ts';
import { importsOf, UnreadableSource, type SourceImport } from './source-imports.ts';

/** One module that needs another. Both by path from the root; what node brings and what is not there by name. */
export interface Dependency extends SourceImport {
  readonly from: string;
  readonly to: string;
  readonly types: ReadonlySet<DependencyType>;
}

export interface ModuleGraph {
  readonly modules: ReadonlySet<string>;
  readonly dependencies: readonly Dependency[];
  readonly unreadable: readonly { readonly file: string; readonly reason: UnreadableSource }[];
}

const SOURCE = /\.[cm]?[jt]sx?$/;

/** All modules in these folders, and what they lead to, with everything that they import of each other. */
export function readModuleGraph(
  root: string,
  folders: readonly string[],
  options: RuleBook['options'],
  rulesIn: string,
): ModuleGraph {
  const [excluded, notFollowed] = [new RegExp(options.exclude.path), new RegExp(options.doNotFollow.path)];
  const resolve = createResolve(root, options, rulesIn);
  const manifests = createManifests(root);
  const modules = new Set(folders.flatMap((folder) => sourcesIn(root, folder, [excluded, notFollowed])).toSorted());
  const dependencies: Dependency[] = [];
  const unreadable: { file: string; reason: UnreadableSource }[] = [];
  // What is added on the way is gone through as well.
  for (const from of modules) {
    try {
      for (const one of importsOf(from, readFileSync(join(root, from), 'utf8'))) {
        const to = resolve(from, one.specifier);
        if (excluded.test(to.name)) continue;
        if (to.isFile && SOURCE.test(to.name) && !notFollowed.test(to.name)) modules.add(to.name);
        const isDevelopment =
          to.isFile && to.name.includes('node_modules') && manifests.isDevelopment(from, one.specifier);
        const types = new Set<DependencyType>();
        if (one.isTypeOnly) types.add('type-only');
        if (isDevelopment) types.add('npm-dev');
        dependencies.push({ ...one, from, to: to.name, types });
      }
    } catch (thrown) {
      if (!(thrown instanceof UnreadableSource)) throw thrown;
      unreadable.push({ file: from, reason: thrown });
    }
  }
  return { modules, dependencies, unreadable };
}

function sourcesIn(root: string, folder: string, left: readonly RegExp[]): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (left.some((pattern) => pattern.test(path))) return [];
    if (entry.isDirectory()) return sourcesIn(root, path, left);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}

/** An ending that TypeScript takes for that of what it is compiled from. */
const ALIASES = {
  '.js': ['.js', '.ts', '.tsx', '.d.ts'],
  '.jsx': ['.jsx', '.ts', '.tsx', '.d.ts'],
  '.mjs': ['.mjs', '.mts', '.d.mts'],
  '.cjs': ['.cjs', '.cts', '.d.cts'],
};

function createResolve(root: string, { enhancedResolveOptions, tsConfig }: RuleBook['options'], rulesIn: string) {
  const resolver = new ResolverFactory({
    ...enhancedResolveOptions,
    extensionAlias: ALIASES,
    builtinModules: true,
    tsconfig: { configFile: join(rulesIn, tsConfig.fileName) },
  });
  return (from: string, specifier: string): { readonly name: string; readonly isFile: boolean } => {
    const { path, builtin } = resolver.sync(dirname(join(root, from)), specifier);
    if (path !== undefined) return { name: relative(root, path).replaceAll('\\', '/'), isFile: true };
    return { name: builtin === undefined ? specifier : builtin.resolved.replace(/^node:/, ''), isFile: false };
  };
}
