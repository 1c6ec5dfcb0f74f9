import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../setup/outputs.mjs';
import { isGenerated } from './fingerprints.ts';

/**
 * Removes the files in generated folders that nothing generates any more, and gives their paths: what was made for a
 * document that has moved is type-checked where it lies, against imports that are gone.
 *
 * `outputs`: what is generated, files or folders, relative to `root`.
 */
export function removeLeftovers(root: string, folder: string, outputs: readonly string[]): string[] {
  const belongs = (file: string) => outputs.some((output) => file === output || file.startsWith(`${output}/`));
  const leftovers = listFiles(root, folder).filter((file) => isGenerated(file) && !belongs(file));
  for (const file of leftovers) rmSync(join(root, file));
  return leftovers;
}
