import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** What was looked at and found clean, so that it is looked at again only when something about it has changed. */
export interface Verdicts {
  /** `reads`: all files and folders, from the root, that the verdict depends on. */
  about(subject: string, reads: readonly string[]): Verdict;
}

export interface Verdict {
  /** Nothing was found the last time, and everything is as it was then. */
  readonly isClean: boolean;
  /** To be called when nothing was found. What was found is never kept: it is found again until it is mended. */
  record(): Promise<void>;
}

const CACHE = 'node_modules/.cache/galleria/contracts';
/** Where this code is. It decides as much as what it looks at, and so do the packages that are installed. */
const CODE = resolve(import.meta.dirname, '../..');
const TOOLS = [
  ...['scripts', 'packages/kit', 'packages/platform'],
  ...['package.json', 'package-lock.json', 'node_modules/.package-lock.json'],
];
const SKIPPED = ['node_modules', 'dist'];

/** For `--no-cache`: everything is looked at, and nothing is kept. */
export const noVerdicts: Verdicts = { about: () => ({ isClean: false, record: async () => undefined }) };

/** Keeps one fingerprint for each subject, below node_modules. `code`: the folder of what looks. */
export function openVerdicts(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  code: string = CODE,
): Verdicts {
  const known = new Map<string, string>();
  const digest = (folder: string, path: string): string => {
    const place = join(folder, path);
    const digested = known.get(place) ?? digestOf(place);
    known.set(place, digested);
    return digested;
  };
  return {
    about: (subject, reads) => {
      const fingerprint = createHash('sha256')
        // Which PostgreSQL applies the migrations; without it, the one that a package brings.
        .update(`${process.version} ${env['POSTGRES_URL'] ?? ''} ${reads.join()}`)
        .update(TOOLS.map((path) => digest(code, path)).join())
        .update(reads.map((path) => digest(root, path)).join())
        .digest('hex');
      const file = join(root, CACHE, subject);
      return { isClean: readText(file) === fingerprint, record: () => write(file, fingerprint) };
    },
  };
}

function digestOf(place: string): string {
  const hash = createHash('sha256');
  for (const file of filesIn(place)) {
    const content = readFileSync(file);
    hash.update(`${file.slice(place.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function filesIn(place: string): string[] {
  const status = statSync(place, { throwIfNoEntry: false });
  if (status?.isDirectory() !== true) return status === undefined ? [] : [place];
  return readdirSync(place, { withFileTypes: true })
    .filter(({ name }) => !SKIPPED.includes(name))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return filesIn(join(place, entry.name));
      return entry.isFile() ? [join(place, entry.name)] : [];
    });
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** As a whole: another run may read it. */
async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}`, text);
  await rename(`${file}.${process.pid}`, file);
}
