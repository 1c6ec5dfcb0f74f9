import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * What a step has written: of each file its size, time and content's hash, by its path relative to `root`. Plain
 * JavaScript, because it is asked before anything is installed.
 *
 * @param {string} root
 * @param {string[]} outputs files and folders
 * @param {(path: string) => boolean} belongs false for what is in these folders and was not written by the step
 */
export function recordOutputs(root, outputs, belongs = () => true) {
  const files = outputs.flatMap((output) => listFiles(root, output)).filter(belongs);
  return Object.fromEntries(files.map((path) => [path, recordFile(join(root, path))]));
}

/**
 * Whether each of the files is still there as it was written. The time answers that at once in the usual case; of a
 * folder that was copied every file is new, and the contents are compared.
 *
 * @param {string} root
 * @param {Record<string, { size: number, mtimeMs: number, sha256: string }>} recorded
 */
export function areOutputsIntact(root, recorded) {
  return Object.entries(recorded).every(([path, { size, mtimeMs, sha256 }]) => {
    const file = join(root, path);
    const facts = statSync(file, { throwIfNoEntry: false });
    if (facts === undefined || facts.size !== size) return false;
    return facts.mtimeMs === mtimeMs || hashFile(file) === sha256;
  });
}

/** The files at or below a path, relative to `root`; installed packages are nobody's input or output. */
export function listFiles(root, path) {
  const facts = statSync(join(root, path), { throwIfNoEntry: false });
  if (facts === undefined) return [];
  if (facts.isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('node_modules'));
}

function recordFile(file) {
  const { size, mtimeMs } = statSync(file);
  return { size, mtimeMs, sha256: hashFile(file) };
}

function hashFile(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
