import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { areOutputsIntact, listFiles, recordOutputs } from './outputs.mjs';

const STAMPS = 'node_modules/.cache/galleria';

/**
 * Whether node_modules holds what package-lock.json asks for. Times say so at once in the usual case; after a checkout,
 * which makes every file new, the contents are compared, because an installation takes a minute and a comparison some
 * milliseconds.
 *
 * @param {string} root
 */
export function areDependenciesInstalled(root) {
  const [wantedFile, installedFile] = [join(root, 'package-lock.json'), join(root, 'node_modules/.package-lock.json')];
  if (!existsSync(installedFile)) return false;
  const installed = readJson(installedFile)?.packages;
  if (installed === undefined || !Object.keys(installed).every((path) => isPackageThere(root, path))) return false;
  if (statSync(installedFile).mtimeMs >= statSync(wantedFile).mtimeMs) return true;
  const wanted = JSON.parse(readFileSync(wantedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, integrity, optional, peer, link }]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const found = installed[path];
    if (found === undefined) return Boolean(optional ?? peer);
    return link === true || (found.version === version && found.integrity === integrity);
  });
}

/** A folder that somebody removed, or emptied, is still in npm's own list. */
function isPackageThere(root, path) {
  return existsSync(join(root, path, 'package.json'));
}

/**
 * A step whose result stays right until its inputs change, or somebody removes or damages it: what it was made of and
 * what was made is kept from the last time.
 *
 * @param {{
 *   root: string,
 *   name: string,
 *   inputs: string[],
 *   outputs: string[],
 *   ignore?: (path: string) => boolean,
 *   belongs?: (path: string) => boolean,
 * }} step `ignore`: inputs that change nothing. `belongs`: files in the folders of `outputs` that are the step's own.
 * Both are asked with paths
 *   relative to `root`.
 */
export function createStamp({ root, name, inputs, outputs, ignore = () => false, belongs = () => true }) {
  const file = join(root, STAMPS, `${name}.json`);
  let madeOf;
  return {
    isFresh() {
      const known = readJson(file);
      if (known?.outputs === undefined || Object.keys(known.outputs).length === 0) return false;
      return areOutputsIntact(root, known.outputs) && known.inputs === hashFiles(root, inputs, ignore);
    },
    /** Before the step: one that is broken off must run again, and one whose inputs change meanwhile too. */
    begin() {
      rmSync(file, { force: true });
      madeOf = hashFiles(root, inputs, ignore);
    },
    remember() {
      mkdirSync(join(root, STAMPS), { recursive: true });
      const inputsThen = madeOf ?? hashFiles(root, inputs, ignore);
      const known = { inputs: inputsThen, outputs: recordOutputs(root, outputs, belongs) };
      writeFileSync(`${file}.unfinished`, JSON.stringify(known));
      renameSync(`${file}.unfinished`, file);
    },
  };
}

function hashFiles(root, inputs, ignore) {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  const files = inputs.flatMap((input) => listFiles(root, input)).filter((path) => !ignore(path));
  for (const path of files.sort())
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}

/** `undefined` when it is not there or was not written to its end. */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
