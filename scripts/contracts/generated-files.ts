import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { placeAt } from '../compose/problem.ts';
import type { CheckName, Finding } from './finding.ts';

/** Committed files that the code says the content of, by their path from the root. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** The text of a file, whatever a checkout has made of the ends of its lines; undefined where there is none. */
export async function committedText(root: string, file: string): Promise<string | undefined> {
  const text = await readFile(join(root, file), 'utf8').catch(() => undefined);
  return text?.replaceAll('\r\n', '\n');
}

/** Those that are not what they should be, at the first line that differs. */
export async function staleFiles(root: string, files: GeneratedFiles, check: CheckName): Promise<Finding[]> {
  const findings = await Promise.all(
    [...files].map(async ([file, text]): Promise<Finding[]> => {
      const committed = await committedText(root, file);
      if (committed === text) return [];
      const offset = committed === undefined ? 0 : firstDifference(committed, text);
      return [
        {
          check,
          code: 'GENERATED_FILE_STALE',
          severity: 'error',
          message: committed === undefined ? `${file} is missing.` : `${file} is not what the code says any more.`,
          places: [placeAt(file, committed ?? '', offset)],
          hint: 'Run `npm run contracts -- --write` and commit the file.',
        },
      ];
    }),
  );
  return findings.flat();
}

/** Writes those that differ, and gives their names. */
export async function writeFiles(root: string, files: GeneratedFiles): Promise<string[]> {
  const written: string[] = [];
  for (const [file, text] of files) {
    if ((await committedText(root, file)) === text) continue;
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
    written.push(file);
  }
  return written;
}

export async function removeFiles(root: string, files: readonly string[]): Promise<void> {
  for (const file of files) await rm(join(root, file));
}

function firstDifference(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) if (one[index] !== other[index]) return index;
  return length;
}
