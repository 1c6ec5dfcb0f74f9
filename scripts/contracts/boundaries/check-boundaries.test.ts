import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stalePicture } from './check-boundaries.ts';
import { forbiddenImports } from './dependency-rules.ts';
import { readSupergraph, serviceCalls, sharedEntities } from './graph-calls.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const PLANTED = join(ROOT, 'tests/architecture/planted');
const { forbidden } = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs')) as {
  forbidden: readonly { readonly name: string; readonly comment: string }[];
};

describe('forbidden imports', () => {
  it('are each found by their rule, with the line that imports and the reason', async () => {
    const findings = forbiddenImports(PLANTED, ROOT);
    for (const { name, comment } of forbidden) {
      const found = findings.filter(({ code }) => code === name.replaceAll('-', '_').toUpperCase());
      expect(found.length, name).toBeGreaterThan(0);
      for (const { message, places } of found) {
        expect(message).toContain(comment);
        const [place] = places;
        expect(place!.text).toMatch(/import|export/);
        expect(readFileSync(join(PLANTED, place!.file), 'utf8').split('\n')[place!.line - 1]).toBe(place!.text);
      }
    }
  });

  it('that form a cycle are told with the way around', async () => {
    const cycle = forbiddenImports(PLANTED, ROOT).find(({ code }) => code === 'NO_CYCLES');
    expect(cycle?.message).toMatch(/cycle-[ab]\.ts → .*cycle-[ab]\.ts/);
  });
});

describe('what crosses the line between two services', () => {
  it('is drawn as it is', async () => {
    expect(await stalePicture(ROOT)).toEqual([]);
  });

  it('is a call where a service sends operations itself', () => {
    expect(serviceCalls(ROOT, ['orders', 'payments'])).toEqual([{ from: 'orders', to: 'users' }]);
  });

  it('is an entity that several give fields to', () => {
    const entities = new Map(sharedEntities(readSupergraph(ROOT)).map(({ name, fields }) => [name, fields]));
    expect(entities.get('Product')?.get('inventory')).toContain('available');
    expect(entities.get('Product')?.get('inventory')).not.toContain('archived');
    expect(entities.get('Order')?.get('payments')).toEqual(['payment']);
    expect(entities.has('Money')).toBe(false);
  });
});
