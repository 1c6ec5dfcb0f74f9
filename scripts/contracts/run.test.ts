import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CompositionError } from '../compose/problem.ts';
import type { Check } from './check.ts';
import type { CheckName, Finding, Severity } from './finding.ts';
import { runContracts } from './run.ts';

let folder: string;
let printed: string[];
let complained: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contracts-'));
  printed = [];
  complained = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the exit code', () => {
  it.each([
    ['0 when nothing is found', [], 0],
    ['0 for what only may break somebody', ['warning', 'note'] as const, 0],
    ['1 for an error', ['note', 'error'] as const, 1],
  ])('is %s', async (_title, severities, code) => {
    const findings = severities.map((severity) => finding('lint', severity));
    expect(await run([], [check('lint', findings)])).toBe(code);
  });

  it.each([
    ['an option that there is not', ['--bogus'], "Unknown option '--bogus'"],
    ['a check that there is not', ['colours'], 'There is no check "colours": lint, events.'],
    ['a format that there is not', ['--format', 'pdf'], 'There is no format "pdf"'],
    ['a report without a file', ['--report', 'json'], 'such as markdown=report.md'],
    ['a base that there is not', ['--base', 'nowhere'], 'There is no commit, file or folder "nowhere"'],
  ])('is 2 for %s, which is said', async (_title, argv, words) => {
    const compared: Check = { ...check('events', []), run: async ({ base }) => ((await base()) ? [] : []) };
    expect(await run(argv, [check('lint', []), compared])).toBe(2);
    expect(complained.join('\n')).toContain(words);
    expect(printed).toEqual([]);
  });

  it('is 0 for --help, which names every check', async () => {
    expect(await run(['--help'], [check('lint', []), check('events', [])])).toBe(0);
    expect(printed.join('\n')).toMatch(/ {2}lint .*\n {2}events /);
  });
});

it('runs the checks that are named, and tells their findings in the order of the list', async () => {
  const all = [check('lint', [finding('lint', 'error')]), check('events', []), check('schema', [])];
  await run(['schema', 'lint', '--format', 'json'], all);
  expect(JSON.parse(printed.join('\n'))).toMatchObject({ checks: ['lint', 'schema'], findings: [{ check: 'lint' }] });
});

it('writes reports into files beside what it prints', async () => {
  const file = join(folder, 'reports', 'contracts.sarif');
  await run(['--report', `sarif=${file}`], [check('lint', [finding('lint', 'error')])]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: '2.1.0' });
  expect(printed.join('\n')).toContain('CODE (lint)');
});

describe('a graph that does not compose', () => {
  const broken = (name: CheckName): Check => ({
    ...check(name, []),
    run: () =>
      Promise.reject(new CompositionError([{ code: 'NO_QUERIES', message: 'No.', subgraphs: ['a'], places: [] }])),
  });

  it('is told once, by composition', async () => {
    expect(await run([], [broken('composition'), broken('schema')])).toBe(1);
    expect(printed.join('\n').match(/NO_QUERIES/g)).toHaveLength(1);
    expect(printed.join('\n')).toContain('NOT_CHECKED (schema, warning)');
  });

  it('passes no check that is asked for alone', async () => {
    expect(await run(['schema'], [broken('composition'), broken('schema')])).toBe(1);
    expect(printed.join('\n')).toContain('NO_QUERIES (schema)');
  });
});

function run(argv: readonly string[], checks: readonly Check[]): Promise<0 | 1 | 2> {
  const print = (text: string) => printed.push(text);
  const complain = (text: string) => complained.push(text);
  return runContracts(argv, { root: folder, env: {}, today: '2026-01-31', checks, print, complain });
}

function check(name: CheckName, findings: readonly Finding[]): Check {
  return { name, about: 'what it is about', run: () => Promise.resolve(findings) };
}

function finding(name: CheckName, severity: Severity): Finding {
  return { check: name, code: 'CODE', severity, message: 'What is wrong.', places: [] };
}
