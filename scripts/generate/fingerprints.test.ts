import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, openFingerprints } from './fingerprints.ts';

let directory: string;
let cacheFile: string;
const OUTPUT = 'src/generated/output.ts';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'galleria-test-'));
  cacheFile = join(directory, 'node_modules/.cache/galleria/generated.json');
  mkdirSync(join(directory, 'src/generated'), { recursive: true });
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('fingerprints', () => {
  it('remember across runs what an output was made from', () => {
    write('made');
    openFingerprints(directory).record(OUTPUT, fingerprint('schema 1'));
    const later = openFingerprints(directory);
    expect(later.isFresh(OUTPUT, fingerprint('schema 1'))).toBe(true);
    expect(later.isFresh(OUTPUT, fingerprint('schema 2'))).toBe(false);
  });

  it.each([
    ['removed', () => rmSync(join(directory, OUTPUT))],
    ['cut short', () => write('ma')],
    ['emptied', () => write('')],
    ['changed', () => write('edit')],
  ])('count an output that was %s as stale', (_title, damage) => {
    write('made');
    const fingerprints = openFingerprints(directory);
    fingerprints.record(OUTPUT, fingerprint('schema'));
    damage();
    expect(fingerprints.isFresh(OUTPUT, fingerprint('schema'))).toBe(false);
  });

  it('count an output that was written again as it was, or copied, as fresh', () => {
    write('made');
    openFingerprints(directory).record(OUTPUT, fingerprint('schema'));
    write('made');
    utimesSync(join(directory, OUTPUT), 1, 1);
    expect(openFingerprints(directory).isFresh(OUTPUT, fingerprint('schema'))).toBe(true);
  });

  it('of a folder look at what is generated in it, and at nothing else', () => {
    write('made');
    writeFileSync(join(directory, 'src/page.graphql'), 'query');
    openFingerprints(directory).record('src', fingerprint('schema'));
    rmSync(join(directory, 'src/page.graphql'));
    expect(openFingerprints(directory).isFresh('src', fingerprint('schema'))).toBe(true);
    rmSync(join(directory, OUTPUT));
    expect(openFingerprints(directory).isFresh('src', fingerprint('schema'))).toBe(false);
  });

  it.each(['{"half": ', '{"src/generated/output.ts":"a fingerprint alone"}'])(
    'count everything as stale when the cache is %s',
    (text) => {
      write('made');
      openFingerprints(directory).record(OUTPUT, fingerprint('schema'));
      writeFileSync(cacheFile, text);
      expect(openFingerprints(directory).isFresh(OUTPUT, fingerprint('schema'))).toBe(false);
    },
  );

  it('tell apart inputs that are divided differently', () => {
    expect(fingerprint('ab', 'c')).not.toBe(fingerprint('a', 'bc'));
  });
});

function write(text: string): void {
  writeFileSync(join(directory, OUTPUT), text);
}
