import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { areDependenciesInstalled, createStamp } from './setup/freshness.mjs';
import { nodeVersionProblem } from './setup/node-version.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'galleria-fresh-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('the installed packages', () => {
  const pino = { version: '10.0.0', integrity: 'sha512-a' };
  const fsevents = { version: '2.0.0', integrity: 'sha512-b', optional: true };
  const workspace = { resolved: 'packages/kit', link: true };

  it('are missing in a fresh clone', () => {
    write('package-lock.json', lock({}));
    expect(areDependenciesInstalled(root)).toBe(false);
  });

  it('are right when they were installed after the lock file was written', () => {
    write('package-lock.json', lock({}), 1);
    write('node_modules/.package-lock.json', lock({}), 2);
    expect(areDependenciesInstalled(root)).toBe(true);
  });

  it('are right when only the time of the lock file is new, as after a checkout', () => {
    const wanted = { '': {}, 'packages/kit': {}, 'node_modules/pino': pino, 'node_modules/fsevents': fsevents };
    install({ 'node_modules/pino': pino, 'node_modules/@galleria/kit': workspace }, 1);
    write('package-lock.json', lock({ ...wanted, 'node_modules/@galleria/kit': workspace }), 2);
    expect(areDependenciesInstalled(root)).toBe(true);
  });

  it.each([
    ['another version', { 'node_modules/pino': { ...pino, version: '10.0.1' } }],
    ['another content', { 'node_modules/pino': { ...pino, integrity: 'sha512-c' } }],
    ['a package more', { 'node_modules/pino': pino, 'node_modules/zod': pino }],
    ['a package more in a workspace', { 'node_modules/pino': pino, 'packages/kit/node_modules/zod': pino }],
  ])('are out of date when the lock file asks for %s', (_title, wanted) => {
    install({ 'node_modules/pino': pino }, 1);
    write('package-lock.json', lock(wanted), 2);
    expect(areDependenciesInstalled(root)).toBe(false);
  });

  it.each([
    ['a folder was removed', () => rmSync(join(root, 'node_modules/pino'), { recursive: true })],
    ['a folder was emptied', () => rmSync(join(root, 'node_modules/pino/package.json'))],
    ['the list was cut short', () => write('node_modules/.package-lock.json', '{"packages":')],
  ])('are missing when %s', (_title, damage) => {
    write('package-lock.json', lock({ 'node_modules/pino': pino }), 1);
    install({ 'node_modules/pino': pino }, 2);
    expect(areDependenciesInstalled(root)).toBe(true);
    damage();
    expect(areDependenciesInstalled(root)).toBe(false);
  });
});

describe('a stamp', () => {
  it('is fresh after it was set, until an input changes', () => {
    write('src/main.ts', 'one');
    write('dist/main.js', 'built');
    const stamp = stampOf(['src']);
    expect(stamp.isFresh()).toBe(false);
    stamp.remember();
    expect(stampOf(['src']).isFresh()).toBe(true);
    write('src/main.ts', 'two');
    expect(stamp.isFresh()).toBe(false);
  });

  it.each([
    ['appears', () => write('src/new.ts', '')],
    ['disappears', () => rmSync(join(root, 'src/main.ts'))],
    ['has another name', () => (rmSync(join(root, 'src/main.ts')), write('src/other.ts', 'one'))],
  ])('is not fresh when a file %s', (_title, change) => {
    write('src/main.ts', 'one');
    write('dist/main.js', 'built');
    stampOf(['src']).remember();
    change();
    expect(stampOf(['src']).isFresh()).toBe(false);
  });

  it.each([
    ['is gone', () => rmSync(join(root, 'dist/main.js'))],
    ['was cut short', () => write('dist/main.js', 'bui')],
    ['has another content of the same length', () => write('dist/main.js', 'BUILT')],
    ['lost a part', () => rmSync(join(root, 'dist/client/index.html'))],
  ])('is not fresh when the output %s', (_title, damage) => {
    write('src/main.ts', 'one');
    write('dist/main.js', 'built');
    write('dist/client/index.html', 'page');
    stampOf(['src']).remember();
    damage();
    expect(stampOf(['src']).isFresh()).toBe(false);
  });

  it('is not fresh when the step made nothing, or was broken off, or its record was', () => {
    write('src/main.ts', 'one');
    const stamp = stampOf(['src']);
    stamp.remember();
    expect(stamp.isFresh()).toBe(false);
    write('dist/main.js', 'built');
    stamp.remember();
    expect(stamp.isFresh()).toBe(true);
    write('node_modules/.cache/galleria/build.json', '{"inputs":');
    expect(stamp.isFresh()).toBe(false);
    stamp.remember();
    stamp.begin();
    expect(stamp.isFresh()).toBe(false);
  });

  it('is not fresh when an input changed while the step ran', () => {
    write('src/main.ts', 'one');
    const stamp = stampOf(['src']);
    stamp.begin();
    write('dist/main.js', 'built');
    write('src/main.ts', 'two');
    stamp.remember();
    expect(stampOf(['src']).isFresh()).toBe(false);
    write('src/main.ts', 'one');
    expect(stampOf(['src']).isFresh()).toBe(true);
  });

  it('stays fresh when a folder is copied, and beside what others write into it', () => {
    write('src/main.ts', 'one');
    write('dist/main.js', 'built');
    write('dist/dev-orders/main.js', 'theirs');
    stampOf(['src']).remember();
    write('dist/main.js', 'built', 5);
    rmSync(join(root, 'dist/dev-orders'), { recursive: true });
    expect(stampOf(['src']).isFresh()).toBe(true);
  });

  it('takes no notice of ignored files, times and installed packages', () => {
    write('src/main.ts', 'one');
    write('dist/main.js', 'built');
    stampOf(['src', 'absent']).remember();
    write('src/main.test.ts', 'test');
    write('src/node_modules/pino/index.js', '');
    write('src/main.ts', 'one', 5);
    expect(stampOf(['src', 'absent']).isFresh()).toBe(true);
  });
});

describe('nodeVersionProblem', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('accepts %s', (version) => {
    expect(nodeVersionProblem(version)).toBeUndefined();
  });

  it.each(['20.18.3', '18.20.0', '16.0.0'])('tells %s what is needed', (version) => {
    expect(nodeVersionProblem(version)).toBe(`Galleria needs Node 20.19 or newer; this is ${version}.`);
  });
});

function stampOf(inputs: readonly string[]) {
  return createStamp({
    root,
    name: 'build',
    inputs,
    outputs: ['dist'],
    ignore: (path) => path.endsWith('.test.ts'),
    belongs: (path) => !path.startsWith('dist/dev-'),
  });
}

function install(packages: object, seconds: number): void {
  for (const path of Object.keys(packages)) write(`${path}/package.json`, '{}');
  write('node_modules/.package-lock.json', lock(packages), seconds);
}

function lock(packages: object): string {
  return JSON.stringify({ lockfileVersion: 3, packages });
}

function write(path: string, content: string, seconds?: number): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  if (seconds !== undefined) utimesSync(file, seconds, seconds);
}
