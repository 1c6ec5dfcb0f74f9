import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { noVerdicts, openVerdicts } from './verdicts.ts';

const READS = ['prisma/orders', 'supergraph.yaml'];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contracts-'));
  write('prisma/orders/schema.prisma', 'model Order {}');
  write('prisma/orders/migrations/1_init/migration.sql', 'create table orders ();');
  write('prisma/users/schema.prisma', 'model User {}');
  write('supergraph.yaml', 'subgraphs: {}');
  write('scripts/contracts.ts', 'check();');
  write('package-lock.json', '{}');
  write('node_modules/.package-lock.json', '{}');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('nothing is clean that was not found to be', () => {
  expect(isClean()).toBe(false);
});

it('what was clean is, in the next run as well, while nothing about it has changed', async () => {
  await about().record();
  write('prisma/users/schema.prisma', 'model User { id String @id }');
  expect(isClean()).toBe(true);
  expect(openVerdicts(folder, {}, folder).about('another', READS).isClean).toBe(false);
});

it.each([
  ['a file', () => write('prisma/orders/schema.prisma', 'model Order { }')],
  ['a file that is named by itself', () => write('supergraph.yaml', 'subgraphs: {} ')],
  ['a file that is new', () => write('prisma/orders/migrations/2_more/migration.sql', '')],
  ['a file that is gone', () => rmSync(join(folder, 'prisma/orders/schema.prisma'))],
  [
    'the name of a file',
    () => renameSync(at('prisma/orders/migrations/1_init'), at('prisma/orders/migrations/2_init')),
  ],
  ['the code that looks', () => write('scripts/contracts.ts', 'check(more);')],
  ['the packages that are asked for', () => write('package-lock.json', '{ }')],
  ['the packages that are installed', () => write('node_modules/.package-lock.json', '{ }')],
])('%s that changes has it looked at again', async (_title, change) => {
  await about().record();
  expect(isClean()).toBe(true);
  change();
  expect(isClean()).toBe(false);
});

it('another PostgreSQL has it looked at again', async () => {
  await about().record();
  const env = { POSTGRES_URL: 'postgres://elsewhere' };
  expect(openVerdicts(folder, env, folder).about('migrations-orders', READS).isClean).toBe(false);
});

it('what changes while it is looked at is not what was clean', async () => {
  const verdict = about();
  write('supergraph.yaml', 'subgraphs: { orders: {} }');
  await verdict.record();
  expect(isClean()).toBe(false);
});

it('without a cache nothing is clean, however often it was', async () => {
  await noVerdicts.about('migrations-orders', READS).record();
  expect(noVerdicts.about('migrations-orders', READS).isClean).toBe(false);
  expect(isClean()).toBe(false);
});

/** As a new run sees it. */
function about() {
  return openVerdicts(folder, {}, folder).about('migrations-orders', READS);
}

function isClean(): boolean {
  return about().isClean;
}

function at(file: string): string {
  return join(folder, file);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(at(file)), { recursive: true });
  writeFileSync(at(file), text);
}
