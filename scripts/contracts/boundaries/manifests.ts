import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly [list: string]: unknown;
}

/** What the package.json nearest to a file says about the packages that it imports. */
export function createManifests(root: string) {
  const known = new Map<string, Manifest>();
  const manifestOf = (folder: string): Manifest => {
    const found =
      known.get(folder) ?? readManifest(folder) ?? (dirname(folder) === folder ? {} : manifestOf(dirname(folder)));
    known.set(folder, found);
    return found;
  };
  return {
    /** Whether it is for development, or its types are and it is nowhere itself. */
    isDevelopment: (file: string, specifier: string): boolean => {
      const manifest = manifestOf(dirname(join(root, file)));
      const [name = '', rest] = specifier.split('/');
      const packageName = name.startsWith('@') ? `${name}/${rest ?? ''}` : name;
      const isListed = (wanted: string) =>
        Object.entries(manifest).some(([list, names]) => list.endsWith('ependencies') && has(names, wanted));
      if (isListed(packageName)) return has(manifest.devDependencies, packageName);
      return has(manifest.devDependencies, `@types/${packageName}`);
    },
  };
}

function readManifest(folder: string): Manifest | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
}

function has(names: unknown, name: string): boolean {
  return typeof names === 'object' && names !== null && Object.hasOwn(names, name);
}
