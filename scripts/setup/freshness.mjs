import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const STAMPS = 'node_modules/.cache/galleria';

/**
 * Whether node_modules holds what package-lock.json asks for. Times say so at once in the usual case; after a checkout, which
 * makes every file new, the contents are compared, because an installation takes a minute and a comparison some milliseconds.
 *
 * @param {string} root
 */
export function areDependenciesInstalled(root) {
  const [wantedFile, installedFile] = [join(root, 'package-lock.json'), join(root, 'node_modules/.package-lock.json')];
  if (!existsSync(installedFile)) return false;
  if (statSync(installedFile).mtimeMs >= statSync(wantedFile).mtimeMs) return true;
  const wanted = JSON.parse(readFileSync(wantedFile, 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, integrity, optional, peer, link }]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const found = installed[path];
    if (found === undefined) return Boolean(optional ?? peer);
    return link === true || (found.version === version && found.integrity === integrity);
  });
}

/**
 * A step whose result stays right until its inputs change: their contents' hash is kept from the last time.
 *
 * @param {{ root: string, name: string, inputs: string[], outputs: string[], ignore?: (path: string) => boolean }} step
 */
export function createStamp({ root, name, inputs, outputs, ignore = () => false }) {
  const file = join(root, STAMPS, `${name}.sha256`);
  const hash = () => hashFiles(root, inputs, ignore);
  return {
    isFresh: () =>
      existsSync(file) &&
      outputs.every((path) => existsSync(join(root, path))) &&
      readFileSync(file, 'utf8') === hash(),
    /** Called before the step as well: one that is broken off must run again. */
    forget: () => rmSync(file, { force: true }),
    remember() {
      mkdirSync(join(root, STAMPS), { recursive: true });
      writeFileSync(file, hash());
    },
  };
}

function hashFiles(root, inputs, ignore) {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  const files = inputs.flatMap((input) => listFiles(join(root, input))).filter((path) => !ignore(path));
  for (const path of files.sort())
    hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

function listFiles(path) {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return [];
  if (facts.isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
}
