import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startApart, type Apart } from './apart.ts';
import { isFileCheck, type Check, type FileCheck } from './check.ts';
import { checks } from './checks.ts';
import type { CheckName, Finding } from './finding.ts';
import { runContracts } from './run.ts';

const ROOT = resolve(import.meta.dirname, '../..');

let folder: string;
/** The checks that were run in this process, and those that were given away. */
let here: CheckName[];
let given: CheckName[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contracts-'));
  writeFileSync(join(folder, 'read.txt'), 'once');
  [here, given] = [[], []];
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a check of files', () => {
  it('is not run again while they are as they were when it found nothing', async () => {
    await run([], [ofFiles('events')]);
    await run([], [ofFiles('events')]);
    expect(here).toEqual(['events']);
  });

  it('is run again when one of them has changed', async () => {
    await run([], [ofFiles('events')]);
    writeFileSync(join(folder, 'read.txt'), 'twice');
    await run([], [ofFiles('events')]);
    expect(here).toEqual(['events', 'events']);
  });

  it('is run again as long as it finds something, be it a note', async () => {
    const finding: Finding = { check: 'events', code: 'CODE', severity: 'note', message: 'Something.', places: [] };
    await run([], [ofFiles('events', finding)]);
    await run([], [ofFiles('events', finding)]);
    expect(here).toEqual(['events', 'events']);
  });

  it('is run again without the cache', async () => {
    await run([], [ofFiles('events')]);
    await run(['--no-cache'], [ofFiles('events')]);
    expect(here).toEqual(['events', 'events']);
  });
});

describe('another process', () => {
  it('gets the checks of files while others are run here', async () => {
    await run([], [ofGraph('lint'), ofFiles('events'), ofFiles('databases')]);
    expect([here, given]).toEqual([['lint'], ['events', 'databases']]);
  });

  it('is not started for checks of files alone, nor for those that have nothing to do', async () => {
    await run(['events'], [ofGraph('lint'), ofFiles('events')]);
    await run([], [ofGraph('lint'), ofFiles('events')]);
    expect([here, given]).toEqual([['events', 'lint'], []]);
  });

  it('tells what it found', async () => {
    const [events] = checks.filter(isFileCheck);
    const told = startApart(ROOT)(events === undefined ? [] : [events], false);
    expect(await told.get('events')).toEqual({ name: 'events', findings: [] });
  });

  it('that ends without a word has not found that all is well', async () => {
    const [events] = checks.filter(isFileCheck);
    const told = startApart(join(folder, 'nothing'))(events === undefined ? [] : [events], false);
    await expect(told.get('events')).rejects.toThrow('was to check events has ended without a word');
  });
});

function ofGraph(name: CheckName): Check {
  return { name, about: '', run: () => Promise.resolve((here.push(name), [])) };
}

function ofFiles(name: CheckName, ...findings: readonly Finding[]): FileCheck {
  return { name, about: '', reads: ['read.txt'], run: () => Promise.resolve((here.push(name), findings)) };
}

function run(argv: readonly string[], all: readonly Check[]): Promise<0 | 1 | 2> {
  const apart: Apart = (others) => {
    given.push(...others.map(({ name }) => name));
    return new Map(others.map(({ name }) => [name, Promise.resolve({ name, findings: [] })]));
  };
  const silent = () => undefined;
  const surroundings = { root: folder, env: {}, today: '2026-01-31', apart, print: silent, complain: silent };
  return runContracts(argv, { ...surroundings, checks: all });
}
