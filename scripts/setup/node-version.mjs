const OLDEST = [20, 19];

/**
 * What is wrong with this version of Node, or `undefined`. Imports nothing: an older Node would fail on the imports,
 * with a message that helps nobody.
 */
export function nodeVersionProblem(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  return `Galleria needs Node ${OLDEST.join('.')} or newer; this is ${version}.`;
}
