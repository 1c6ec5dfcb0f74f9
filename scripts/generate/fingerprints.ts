import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { areOutputsIntact, recordOutputs } from '../setup/outputs.mjs';

/**
 * Remembers what each output was generated from and what it was, so that a repeated run costs only the reading of both.
 */
export interface Fingerprints {
  /** False also for an output that was removed, or that is not what was generated: somebody broke off its writing. */
  isFresh(output: string, fingerprint: string): boolean;
  record(output: string, fingerprint: string): void;
}

const CACHE = 'node_modules/.cache/galleria/generated.json';

const fileSchema = z.object({ size: z.number(), mtimeMs: z.number(), sha256: z.string() });
const cacheSchema = z.record(
  z.string(),
  z.object({ fingerprint: z.string(), files: z.record(z.string(), fileSchema) }),
);

/** The cache may be absent or damaged: then everything counts as stale. */
export function openFingerprints(root: string): Fingerprints {
  const cacheFile = join(root, CACHE);
  const known = read(cacheFile);
  return {
    isFresh: (output, fingerprint) => {
      const last = known[output];
      if (last === undefined || last.fingerprint !== fingerprint) return false;
      return Object.keys(last.files).length > 0 && areOutputsIntact(root, last.files);
    },
    record: (output, fingerprint) => {
      known[output] = { fingerprint, files: recordOutputs(root, [output], isGenerated) };
      const unfinished = `${cacheFile}.${process.pid}`;
      mkdirSync(dirname(cacheFile), { recursive: true });
      writeFileSync(unfinished, JSON.stringify(known, undefined, 2));
      renameSync(unfinished, cacheFile);
    },
  };
}

/** What is generated beside its sources is in folders of this name. */
export function isGenerated(path: string): boolean {
  return path.includes('/generated/');
}

/** One value for everything an output depends on. */
export function fingerprint(...inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${input.length}:${input}`);
  return hash.digest('hex');
}

function read(cacheFile: string): z.output<typeof cacheSchema> {
  try {
    return cacheSchema.parse(JSON.parse(readFileSync(cacheFile, 'utf8')));
  } catch {
    return {};
  }
}
