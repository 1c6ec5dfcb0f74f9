import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, openFingerprints } from './fingerprints.ts';

let directory: string;
let cacheFile: string;
let output: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'galleria-test-'));
  cacheFile = join(directory, 'cache', 'generated.json');
  output = join(directory, 'output.ts');
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('fingerprints', () => {
  it('remember across runs what an output was made from', () => {
    writeFileSync(output, '');
    openFingerprints(cacheFile).record(output, fingerprint('schema 1'));
    const later = openFingerprints(cacheFile);
    expect(later.isFresh(output, fingerprint('schema 1'))).toBe(true);
    expect(later.isFresh(output, fingerprint('schema 2'))).toBe(false);
  });

  it('count an output that was removed as stale', () => {
    const fingerprints = openFingerprints(cacheFile);
    fingerprints.record(output, fingerprint('schema'));
    expect(fingerprints.isFresh(output, fingerprint('schema'))).toBe(false);
  });

  it('count everything as stale when the cache is damaged', () => {
    writeFileSync(output, '');
    writeFileSync(join(directory, 'damaged.json'), '{"half": ');
    expect(openFingerprints(join(directory, 'damaged.json')).isFresh(output, fingerprint('schema'))).toBe(false);
  });

  it('tell apart inputs that are divided differently', () => {
    expect(fingerprint('ab', 'c')).not.toBe(fingerprint('a', 'bc'));
  });
});
