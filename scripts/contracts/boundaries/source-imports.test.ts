import { describe, expect, it } from 'vitest';
import { importsOf, UnreadableSource } from './source-imports.ts';

describe('what a source file imports', () => {
  it.each([
    [`import './x.ts';`, 'value'],
    [`import x from './x.ts';`, 'value'],
    [`import * as x from './x.ts';`, 'value'],
    [`import { x } from "./x.ts";`, 'value'],
    [`import {} from './x.ts';`, 'value'],
    [`import x, { type Y } from './x.ts';`, 'value'],
    [`import { x, type Y } from './x.ts';`, 'value'],
    [`import { type X, type Y } from './x.ts';`, 'type'],
    [`import type { X } from './x.ts';`, 'type'],
    [`import type {} from './x.ts';`, 'type'],
    [`import type X from './x.ts';`, 'type'],
    [`export * from './x.ts';`, 'value'],
    [`export * as x from './x.ts';`, 'value'],
    [`export { x } from './x.ts';`, 'value'],
    [`export {} from './x.ts';`, 'value'],
    [`export { x, type Y } from './x.ts';`, 'value'],
    [`export { type X } from './x.ts';`, 'type'],
    [`export type { X } from './x.ts';`, 'type'],
    [`export type {} from './x.ts';`, 'type'],
    [`export type * from './x.ts';`, 'type'],
    [`const x = await import('./x.ts');`, 'value'],
    ['const x = () => import(`./x.ts`);', 'value'],
    [`let x: import('./x.ts').X;`, 'type'],
    [`let x: typeof import('./x.ts');`, 'type'],
    [`import x = require('./x.ts');`, 'value'],
    [`const x = require('./x.ts');`, 'value'],
    [`/// <reference path="x.ts" />`, 'type'],
  ])('is in %s', (text, kind) => {
    const [found, ...others] = importsOf('file.ts', `const before = 1;\n${text}\n`.replace(/^.*\n(?=\/\/\/)/, ''));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ specifier: './x.ts', isTypeOnly: kind === 'type' });
  });

  it('is told with the place where it is named', () => {
    const text = `const a = 'ä 😀';\nconst b = () => import('./b.ts');\nimport { a } from './a.ts';\nlet c: import('./c.ts').C;\n`;
    for (const { specifier, offset } of importsOf('file.ts', text)) {
      expect(text.slice(offset + 1, offset + 1 + specifier.length)).toBe(specifier);
    }
    expect(importsOf('file.ts', text)).toHaveLength(3);
  });

  it('is not what its comments and strings name, nor what is put together while it runs', () => {
    const text = "// import './a.ts'\nconst a = `import './b.ts'`;\nawait import(`./${a}.ts`);\nawait import(a);\n";
    expect(importsOf('file.ts', text)).toEqual([]);
  });

  it('is not known of a file that cannot be read', () => {
    expect(() => importsOf('file.ts', `import { a from './a.ts';`)).toThrow(UnreadableSource);
  });
});
