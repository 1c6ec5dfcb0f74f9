import { accessSync, constants } from 'node:fs';

/** Characters by which the tools that build divide a path, or which they read as a pattern. */
const FORBIDDEN = ['#', '?', '!', '*', '\\'];

/**
 * What about the name of the project's folder, or of one above it, keeps our tools from working; or `undefined`. Said
 * before anything is installed, because their own words come minutes later and name a file that is there.
 *
 * @param {string} root
 */
export function folderNameProblem(root) {
  const found = FORBIDDEN.filter((character) => root.includes(character));
  if (found.length === 0) return undefined;
  const all = FORBIDDEN.join(' ');
  return `The folder ${JSON.stringify(root)} has ${found.join(' ')} in its name: the tools that build Galleria cannot work there.\nMove it to a folder without any of ${all}`;
}

/**
 * Why nothing can be installed, generated or built in the project's folder; or `undefined`.
 *
 * @param {string} root
 */
export function readOnlyProblem(root) {
  try {
    accessSync(root, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return `This user cannot write to ${root} (${error.code}), where packages are installed, code is generated and bundles are built.\nGive the folder to this user (chown), or copy it to one that is theirs.`;
  }
}
