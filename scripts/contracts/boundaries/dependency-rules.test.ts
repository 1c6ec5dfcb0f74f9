import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forbiddenImports, WORKSPACES } from './dependency-rules.ts';
import { RULE_BOOK } from './rule-book.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contracts-'));
  for (const workspace of WORKSPACES) mkdirSync(join(folder, workspace));
  for (const file of [RULE_BOOK, 'tsconfig.json']) write(file, readFileSync(join(ROOT, file), 'utf8'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a cycle', () => {
  it('is told once, by its shortest way around, however many modules lead into it and out of it', () => {
    write('tools/a.ts', `import './b.ts';\nimport './out.ts';\n`);
    write('tools/b.ts', `import type { C } from './c.ts';\n`);
    write('tools/c.ts', `export { a } from './a.ts';\n`);
    write('tools/in.ts', `import './a.ts';\n`);
    write('tools/out.ts', '');
    const [found, ...others] = forbiddenImports(folder);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'NO_CYCLES', places: [{ file: 'tools/a.ts', line: 1 }] });
    expect(found?.message).toContain('tools/a.ts → tools/b.ts → tools/c.ts → tools/a.ts.');
  });

  it('is a module that imports itself', () => {
    write('tools/a.ts', `const itself = () => import('./a.ts');\n`);
    expect(forbiddenImports(folder).map(({ message }) => message)).toEqual([
      expect.stringContaining('tools/a.ts → tools/a.ts.'),
    ]);
  });

  it('is not two ways to the same module', () => {
    write('tools/a.ts', `import './b.ts';\nimport './c.ts';\n`);
    write('tools/b.ts', `import './d.ts';\n`);
    write('tools/c.ts', `import './d.ts';\n`);
    write('tools/d.ts', '');
    expect(forbiddenImports(folder)).toEqual([]);
  });
});

it.each(['router/src/app.ts', 'client/src/app.ts'])('a service does not know %s', (file) => {
  write(file, 'export const app = 1;');
  write('subgraphs/a/src/app.ts', `export { app } from '../../../${file}';\n`);
  expect(forbiddenImports(folder).map(({ code }) => code)).toEqual(['SUBGRAPHS_ARE_ISLANDS']);
});

it('a file that cannot be read is told, for nobody knows what it imports', () => {
  write('tools/a.ts', `const one = 1;\nimport { b from './b.ts';\n`);
  expect(forbiddenImports(folder)).toMatchObject([
    { code: 'UNREADABLE_SOURCE', severity: 'error', places: [{ file: 'tools/a.ts', line: 2 }] },
  ]);
});

it('a rule that asks for what is not looked at is refused, rather than kept by nobody', () => {
  const rules = readFileSync(join(ROOT, RULE_BOOK), 'utf8');
  write(RULE_BOOK, rules.replace('to: { circular: true }', 'to: { circular: true, moreUnstable: true }'));
  expect(() => forbiddenImports(folder)).toThrow(/moreUnstable/);
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}
