import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Remembers what each output was generated from, so that a repeated run costs only the reading of its inputs. */
export interface Fingerprints {
  isFresh(output: string, fingerprint: string): boolean;
  record(output: string, fingerprint: string): void;
}

/** `cacheFile` may be absent or damaged: then everything counts as stale. */
export function openFingerprints(cacheFile: string): Fingerprints {
  const known = read(cacheFile);
  return {
    isFresh: (output, fingerprint) => known[output] === fingerprint && existsSync(output),
    record: (output, fingerprint) => {
      known[output] = fingerprint;
      const unfinished = `${cacheFile}.${process.pid}`;
      mkdirSync(dirname(cacheFile), { recursive: true });
      writeFileSync(unfinished, JSON.stringify(known, undefined, 2));
      renameSync(unfinished, cacheFile);
    },
  };
}

/** One value for everything an output depends on. */
export function fingerprint(...inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${input.length}:${input}`);
  return hash.digest('hex');
}

function read(cacheFile: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(cacheFile, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}
