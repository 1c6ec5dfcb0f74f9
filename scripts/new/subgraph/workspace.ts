import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Lock {
  readonly packages: Readonly<Record<string, object>>;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Both that npm writes: of what is wanted, and of what is installed. */
export const LOCK = 'package-lock.json';
const INSTALLED = 'node_modules/.package-lock.json';

/** A package-lock.json with one workspace more, as npm would write it: no package is new, so nothing is to be asked. */
export function withWorkspace(lockText: string, folder: string, manifestText: string): string {
  const lock = JSON.parse(lockText) as Lock;
  const { name, version, license, dependencies } = JSON.parse(manifestText) as Manifest;
  const more = {
    [`node_modules/${name}`]: { resolved: folder, link: true },
    [folder]: { name, version, license, dependencies },
  };
  const before = { ...lock.packages };
  const added = Object.keys(more).toSorted((one, other) => one.localeCompare(other, 'en'));
  const keys = Object.keys(before);
  for (const key of added) {
    const next = keys.findIndex((known) => known !== '' && known.localeCompare(key, 'en') > 0);
    keys.splice(next < 0 ? keys.length : next, 0, key);
  }
  const packages = Object.fromEntries(keys.map((key) => [key, { ...before, ...more }[key]]));
  return `${JSON.stringify({ ...lock, packages }, undefined, 2)}\n`;
}

/** What `npm ci` would do for a workspace that is new: `npm start` installs nothing anew for it. */
export function linkWorkspace(root: string, folder: string): void {
  const manifest = readFileSync(join(root, folder, 'package.json'), 'utf8');
  const link = join(root, 'node_modules', (JSON.parse(manifest) as Manifest).name);
  mkdirSync(dirname(link), { recursive: true });
  if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(join('../..', folder), link, 'junction');
  const installed = join(root, INSTALLED);
  if (existsSync(installed)) writeFileSync(installed, withWorkspace(readFileSync(installed, 'utf8'), folder, manifest));
}
