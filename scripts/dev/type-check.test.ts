import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTypeCheck, readTypeScriptProject, type TypeCheck } from './type-check.ts';

let root: string;
let types: TypeCheck;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'galleria-types-'));
  write(
    'tsconfig.json',
    '{ "compilerOptions": { "strict": true, "types": [], "skipLibCheck": true }, "include": ["*.ts"] }',
  );
  write('price.ts', 'export const price = 1;');
  write('cart.ts', "import { price } from './price';\nexport const total: number = price;");
  const { fileNames, options } = readTypeScriptProject(join(root, 'tsconfig.json'));
  types = createTypeCheck({ root, fileNames: () => fileNames, compilerOptions: options });
});
afterAll(() => rmSync(root, { recursive: true }));

describe('the type check', { timeout: 30_000 }, () => {
  it('finds nothing where nothing is wrong', () => {
    expect(types.check([]).size).toBe(0);
  });

  it('finds in other files what a change breaks there', () => {
    const errors = types.check([write('price.ts', "export const price = 'one';")]);
    expect([...errors.keys()]).toEqual([join(root, 'cart.ts')]);
    expect(errors.get(join(root, 'cart.ts'))).toMatch(/cart\.ts.*2.*14/s);
  });

  it('finds a syntax error where it is', () => {
    const errors = types.check([write('cart.ts', 'export const total = (')]);
    expect([...errors.keys()]).toEqual([join(root, 'cart.ts')]);
  });

  it('forgets what was mended', () => {
    write('price.ts', 'export const price = 1;');
    const errors = types.check([join(root, 'price.ts'), write('cart.ts', 'export const total = 1;')]);
    expect(errors.size).toBe(0);
  });
});

function write(name: string, text: string): string {
  writeFileSync(join(root, name), text);
  return join(root, name);
}
