import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import prettier from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../contracts/finding.ts';
import { createEvent } from './event.ts';

const ROOT = resolve(import.meta.dirname, '../..');
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'galleria-event-'));
  const skipped = /\/(node_modules|generated|images|screenshots|test)$/;
  for (const folder of ['packages/events', 'subgraphs', 'docs']) {
    cpSync(join(ROOT, folder), join(copy, folder), { recursive: true, filter: (file) => !skipped.test(file) });
  }
  for (const file of ['package.json', 'tsconfig.json', 'supergraph.yaml', 'router/supergraph.graphql']) {
    cpSync(join(ROOT, file), join(copy, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true }));

describe('a new event', () => {
  it('is refused, with nothing written, where it cannot be', async () => {
    const file = join(copy, 'packages/events/src/orders.ts');
    const before = readFileSync(file, 'utf8');
    for (const [owner, name, tells, reason] of [
      ['gifts', 'gift-wrapped', undefined, 'There is no service gifts; there are users, '],
      ['orders', 'OrderArchived', undefined, 'no name of an event'],
      ['orders', 'archived', undefined, 'no name of an event'],
      ['orders', 'order-archived', 'Archived', 'no sentence'],
      ['orders', 'order-placed', undefined, 'orders.order-placed.v1.json'],
      ['orders', 'ended-without', undefined, 'something named endedWithout already'],
    ] as const) {
      await expect(createEvent(copy, { owner, name, ...(tells === undefined ? {} : { tells }) })).rejects.toThrow(
        reason,
      );
    }
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('is whole but for who sends it', async () => {
    const { written, findings } = createAndCheck({
      owner: 'orders',
      name: 'order-archived',
      tells: "An order's gone.",
    });
    expect(written).toEqual([
      'packages/events/src/orders.ts',
      'packages/events/schemas/orders.order-archived.v1.json',
      'docs/events.md',
      'docs/asyncapi.yaml',
    ]);
    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      ['EVENT_NEVER_SENT', 'No use case sends orders.order-archived.v1.'],
    ]);
    const options = await prettier.resolveConfig(join(ROOT, 'package.json'));
    const source = readFileSync(join(copy, 'packages/events/src/orders.ts'), 'utf8');
    expect(source).toContain(`description: "An order's gone.",`);
    expect(await prettier.check(source, { ...options, filepath: 'orders.ts' })).toBe(true);
  });

  it('brings along what its module has not imported yet', () => {
    const { findings } = createAndCheck({ owner: 'operations', name: 'operator-called' });
    expect(findings.map(({ message }) => message)).toContain('No use case sends operations.operator-called.v1.');
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

/** In a process of its own: the modules of the copy are others than those of this one. */
function createAndCheck(event: object): { written: string[]; findings: Finding[] } {
  const program = `
    const { createEvent } = await import(${JSON.stringify(join(import.meta.dirname, 'event.ts'))});
    const { checkEvents } = await import(${JSON.stringify(join(ROOT, 'scripts/contracts/events/check-events.ts'))});
    const written = await createEvent(${JSON.stringify(copy)}, ${JSON.stringify(event)});
    process.stdout.write(JSON.stringify({ written, findings: await checkEvents(${JSON.stringify(copy)}) }));`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })) as ReturnType<
    typeof createAndCheck
  >;
}
