import { describe, expect, it } from 'vitest';
import { listBundles, listPackageFolders, type Manifest } from './packing-list.ts';

const internal = (path: string) => ({ path, kind: 'import-statement' });
const external = (path: string) => ({ path, external: true });

const outputs = {
  'dist/users/main.js': {
    entryPoint: 'a.ts',
    imports: [internal('dist/chunks/shared.js'), external('@node-rs/argon2')],
  },
  'dist/users/seed.js': { entryPoint: 'b.ts', imports: [] },
  'dist/orders/main.js': { entryPoint: 'c.ts', imports: [internal('dist/chunks/saga.js')] },
  'dist/chunks/shared.js': {
    imports: [internal('dist/chunks/lazy.js'), external('node:sqlite'), external('fs/promises')],
  },
  'dist/chunks/lazy.js': { imports: [internal('dist/chunks/shared.js'), external('pg-native/build')] },
  'dist/chunks/saga.js': { imports: [] },
};

describe('the bundles of a process', () => {
  it("are its entries and every chunk that they reach, once, and nobody else's", () => {
    expect(listBundles(outputs, 'users').files).toEqual([
      'dist/users/main.js',
      'dist/chunks/shared.js',
      'dist/chunks/lazy.js',
      'dist/users/seed.js',
    ]);
  });

  it("name the packages that they import, and none of Node's own modules", () => {
    expect(listBundles(outputs, 'users').packages).toEqual(['pg-native', '@node-rs/argon2']);
  });

  it('cannot be listed for a process that was not built', () => {
    expect(() => listBundles(outputs, 'search')).toThrow('There is no process search; built are users, orders.');
  });
});

describe('the folders of packages', () => {
  const installed: Record<string, Manifest> = {
    'node_modules/argon2': { optionalDependencies: { 'argon2-linux': '1', 'argon2-windows': '1' } },
    'node_modules/argon2-linux': {},
    'node_modules/wasm': { dependencies: { tools: '2' } },
    'node_modules/wasm/node_modules/tools': { dependencies: { wasm: '1' } },
    'node_modules/tools': {},
    'node_modules/broken': { dependencies: { missing: '1' } },
  };
  const list = (...packages: string[]) => listPackageFolders(packages, (folder) => installed[folder]);

  it('hold what a package depends on, but not what is for another platform', () => {
    expect(list('argon2')).toEqual(['node_modules/argon2', 'node_modules/argon2-linux']);
  });

  it("are those that Node would load: a package's own copy first", () => {
    expect(list('wasm')).toEqual(['node_modules/wasm', 'node_modules/wasm/node_modules/tools']);
  });

  it('leave out what a library tries to load and does without', () => {
    expect(list('pg-native')).toEqual([]);
  });

  it('cannot be listed when a dependency is missing', () => {
    expect(() => list('broken')).toThrow('missing, which node_modules/broken needs, is not installed.');
  });
});
