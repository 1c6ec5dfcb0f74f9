import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { COMMONJS_GLOBALS, EXTERNAL } from '../build/bundle-settings.ts';

const FOLDER = 'dist/dev-vendor';

/**
 * The npm packages that our processes import, bundled once, so that a bundle of our own code alone is made in
 * milliseconds.
 */
export interface Vendor {
  /** Has bundles import packages from there. */
  readonly plugin: Plugin;
}

/** Bundles the packages that the entry points reach; nothing is done when they are the same as the last time. */
export async function buildVendor(root: string, entryPoints: readonly string[]): Promise<Vendor> {
  const modules = await importedModules(root, entryPoints);
  const stampFile = join(root, FOLDER, 'stamp');
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const stamp = createHash('sha256').update(JSON.stringify(modules)).update(lock).digest('hex');
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    await bundleModules(root, modules);
    writeFileSync(stampFile, stamp);
  }
  return { plugin: modulePlugin((module) => `../dev-vendor/${vendorName(root, module)}.js`) };
}

/**
 * The files that package imports of our sources lead to. Files, and not names: two workspaces may have different
 * versions of a package.
 */
async function importedModules(root: string, entryPoints: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  await build({
    absWorkingDir: root,
    entryPoints: [...entryPoints],
    outdir: FOLDER,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    plugins: [modulePlugin((module) => (found.add(module), module))],
  });
  return [...found].sort();
}

async function bundleModules(root: string, modules: readonly string[]): Promise<void> {
  const stubs = new Map<string, string>();
  for (const module of modules) stubs.set(module, await stubOf(module));
  await build({
    absWorkingDir: root,
    entryPoints: modules.map((module) => ({ in: `vendor:${module}`, out: vendorName(root, module) })),
    outdir: FOLDER,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: EXTERNAL,
    banner: { js: COMMONJS_GLOBALS },
    logLevel: 'error',
    plugins: [stubPlugin(root, stubs)],
  });
}

/** A CommonJS module does not say what it exports, so its names are found by importing it here. */
async function stubOf(module: string): Promise<string> {
  const names = Object.keys((await import(pathToFileURL(module).href)) as object).filter((name) =>
    /^[\w$]+$/.test(name),
  );
  const named = names.filter((name) => name !== 'default');
  const from = JSON.stringify(module);
  return [
    ...(named.length > 0 ? [`export { ${named.join(', ')} } from ${from};`] : []),
    ...(names.includes('default') ? [`export { default } from ${from};`] : []),
    `import ${from};`,
  ].join('\n');
}

function stubPlugin(root: string, stubs: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'vendor-stubs',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^vendor:/ }, ({ path }) => ({ path: path.slice('vendor:'.length), namespace: 'vendor' }));
      onLoad({ filter: /.*/, namespace: 'vendor' }, ({ path }) => ({
        contents: stubs.get(path) ?? '',
        resolveDir: root,
      }));
    },
  };
}

/** Leaves every package out of a bundle; workspaces of ours are no packages in this sense. */
function modulePlugin(pathOf: (module: string) => string): Plugin {
  return {
    name: 'vendor-modules',
    setup: ({ onResolve, resolve }) => {
      onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind === 'entry-point' || pluginData === RESOLVED || path.startsWith('@galleria/')) return;
        if (path.includes(':') || isBuiltin(path)) return;
        if (isLeftToNode(path)) return { path, external: true };
        const { path: module, errors } = await resolve(path, { kind, resolveDir, pluginData: RESOLVED });
        return errors.length > 0 ? { errors } : { path: pathOf(module), external: true };
      });
    },
  };
}

/** Marks a question of the plugin to esbuild itself. */
const RESOLVED = Symbol('resolved');

function isLeftToNode(specifier: string): boolean {
  return EXTERNAL.some((name) => specifier === name || (name.endsWith('*') && specifier.startsWith(name.slice(0, -1))));
}

function vendorName(root: string, module: string): string {
  return relative(root, module).replaceAll(/[^\w-]/g, '_');
}
