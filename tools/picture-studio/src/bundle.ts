import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

const ENTRY = fileURLToPath(new URL('browser/main.ts', import.meta.url));
const MODELS = join(dirname(ENTRY), 'models');

export interface Bundle {
  /** The studio as one script for a page. */
  readonly script: string;
  /** Absolute paths of the sources that a picture of this shape depends on, sorted. */
  readonly sourcesOf: (shape: string) => readonly string[];
}

export async function bundleStudio(): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    target: 'es2023',
    absWorkingDir: process.cwd(),
  });
  const imports = readImports(metafile);
  const isModel = (path: string): boolean => dirname(path) === MODELS;
  const studio = reach(imports, ENTRY, (path) => !isModel(path));
  return {
    script: outputFiles[0]?.text ?? '',
    sourcesOf: (shape) => [...new Set([...studio, ...reach(imports, join(MODELS, `${shape}.ts`))])].sort(),
  };
}

type Imports = ReadonlyMap<string, readonly string[]>;

const readImports = ({ inputs }: Metafile): Imports =>
  new Map(
    Object.entries(inputs).map(([path, input]) => [
      resolve(path),
      input.imports.filter(({ external }) => external !== true).map((imported) => resolve(imported.path)),
    ]),
  );

/** All files that `from` leads to, itself included, that `follow` does not leave out. */
function reach(imports: Imports, from: string, follow = (_path: string): boolean => true): Set<string> {
  const found = new Set<string>();
  const waiting = [from];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path) || !follow(path)) continue;
    found.add(path);
    waiting.push(...(imports.get(path) ?? []));
  }
  return found;
}
