import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findAffected, withoutPipelines } from './affected-workspaces.ts';
import { pipelines } from './pipelines.ts';
import { readWorkspaces } from './read-workspaces.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const WORKFLOWS = '.github/workflows';
const workspaces = readWorkspaces(ROOT);
const expected = pipelines(ROOT, workspaces);
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);

interface Pipeline {
  readonly name: string;
  readonly on: Readonly<Record<'push' | 'pull_request', { readonly paths: readonly string[] }>>;
}

describe('the pipelines of processes', () => {
  it('are those of everything that is deployed by itself', () => {
    const files = readdirSync(join(ROOT, WORKFLOWS)).map((name) => `${WORKFLOWS}/${name}`);
    const calling = files.filter((file) => read(file).includes('uses: ./.github/workflows/service.yml'));
    expect(calling.toSorted()).toEqual([...expected.keys()].toSorted());
    expect(calling.length).toBeGreaterThan(8);
  });

  it.each([...expected])('%s is what `npm run affected -- --write` writes', (file, text) => {
    expect(read(file)).toBe(text);
  });

  it.each([...expected.keys()])('%s runs for those files, and no others, that affect what it deploys', (file) => {
    const { name, on } = parse(read(file)) as Pipeline;
    expect(on.pull_request.paths).toEqual(on.push.paths);
    const own = workspaces.find(({ pipeline }) => pipeline === name)?.name;
    const wrong = tracked.filter((changed) => {
      const affected = findAffected([changed], workspaces);
      const isAffected = affected.processes.includes(name) || affected.workspaces.some((one) => one.name === own);
      return isAffected !== on.push.paths.some((pattern) => matches(pattern, changed));
    });
    expect(wrong).toEqual([]);
  });

  it('leave what many are made from to the common one', () => {
    const { workspaces: tested, processes } = withoutPipelines(findAffected(['package.json'], workspaces), workspaces);
    expect(tested.map(({ name }) => name).toSorted()).toEqual(['events', 'kit', 'messaging', 'platform', 'scripts']);
    expect(processes.toSorted()).toEqual(['mailbox', 'migrate', 'seed']);
  });
});

function matches(pattern: string, file: string): boolean {
  return pattern.endsWith('/**') ? file.startsWith(pattern.slice(0, -2)) : file === pattern;
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
