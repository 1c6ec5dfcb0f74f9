import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeLeftovers } from './leftovers.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'galleria-leftovers-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it('removes what was generated for a document that has moved, and nothing else', () => {
  const kept = ['src/cart/cart.graphql', 'src/cart/generated/cart.ts', 'src/generated/prisma/client.ts'];
  const left = 'src/basket/generated/cart.ts';
  for (const file of [...kept, left]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  expect(removeLeftovers(root, 'src', ['src/cart/generated/cart.ts', 'src/generated/prisma'])).toEqual([left]);
  expect([...kept, left].filter((file) => existsSync(join(root, file)))).toEqual(kept);
});
