import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { forbiddenImports, WORKSPACES } from '../../scripts/contracts/boundaries/dependency-rules.ts';
import { readModuleGraph, type Dependency } from '../../scripts/contracts/boundaries/module-graph.ts';
import { readRuleBook, RULE_BOOK } from '../../scripts/contracts/boundaries/rule-book.ts';

interface Cruise {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly {
      readonly resolved: string;
      readonly couldNotResolve: boolean;
      readonly dependencyTypes: readonly string[];
    }[];
  }[];
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
      readonly cycle?: readonly { readonly name: string }[];
    }[];
  };
}

const ROOT = resolve(import.meta.dirname, '../..');
const PLANTED = join(ROOT, 'tests/architecture/planted');
const CONFIG = join(ROOT, RULE_BOOK);
const { forbidden, options } = readRuleBook(ROOT);

describe('the dependency rules', () => {
  it('hold, and the check has read every source file', async () => {
    expect(forbiddenImports(ROOT)).toEqual([]);
    const { modules } = readModuleGraph(ROOT, WORKSPACES, options, ROOT);
    expect((await sourceFiles()).filter((file) => !modules.has(file))).toEqual([]);
  });

  it('each catch the violation planted for it', () => {
    const caught = new Set(forbiddenImports(PLANTED, ROOT).map(({ code }) => code));
    expect(forbidden.map(({ name }) => codeOf(name)).filter((code) => !caught.has(code))).toEqual([]);
  });

  it('each say why they exist', () => {
    expect(forbidden.filter(({ comment }) => comment.length < 20)).toEqual([]);
  });
});

describe('dependency-cruiser, whose rules they are,', () => {
  it('finds the same violations where they are planted, and none where there are none', async () => {
    const found = forbiddenImports(PLANTED, ROOT).map(({ code, message }) => `${code}: ${subject(message)}`);
    expect(found.toSorted()).toEqual((await violations(PLANTED)).toSorted());
    expect(await violations(ROOT)).toEqual([]);
  });

  it.each([
    ['Galleria', ROOT],
    ['what is planted', PLANTED],
  ])('sees no import in %s that is not seen here, and none with fewer excuses', async (_title, root) => {
    const { dependencies } = readModuleGraph(root, WORKSPACES, options, ROOT);
    const seen = new Map<string, Dependency[]>();
    for (const one of dependencies) {
      const key = `${one.from} → ${one.to}`;
      seen.set(key, [...(seen.get(key) ?? []), one]);
    }
    const { modules } = await cruise(root);
    const missed = modules.flatMap(({ source, dependencies: theirs }) =>
      theirs
        .filter(({ resolved, couldNotResolve, dependencyTypes }) => {
          const ours = seen.get(`${source} → ${resolved}`) ?? [];
          const isType = couldNotResolve || dependencyTypes.includes('type-only');
          const isDevelopment = dependencyTypes.includes('npm-dev');
          return !ours.some(
            ({ types }) => types.has('npm-dev') === isDevelopment && (isType || !types.has('type-only')),
          );
        })
        .map(({ resolved }) => `${source} → ${resolved}`),
    );
    expect(modules.length).toBeGreaterThan(20);
    expect(missed).toEqual([]);
  });
});

function codeOf(rule: string): string {
  return rule.replaceAll('-', '_').toUpperCase();
}

/** Of a cycle who takes part in it, wherever it is entered. */
function subject(message: string): string {
  const [, way] = /what it imports: (.*?)\. /.exec(message) ?? [];
  if (way !== undefined) return membersOf(way.split(' → '));
  return /^(.*?)\. [A-Z]/.exec(message)?.[1] ?? message;
}

function membersOf(cycle: readonly string[]): string {
  return [...new Set(cycle)].toSorted().join(' ');
}

async function violations(root: string): Promise<string[]> {
  const { summary } = await cruise(root);
  return summary.violations.map(({ rule, from, to, cycle }) => {
    const what = cycle === undefined ? `${from} imports ${to}` : membersOf(cycle.map(({ name }) => name));
    return `${codeOf(rule.name)}: ${what}`;
  });
}

const cruises = new Map<string, Promise<Cruise>>();

/** Once for each folder. */
function cruise(directory: string): Promise<Cruise> {
  const known = cruises.get(directory) ?? runCommand(directory);
  cruises.set(directory, known);
  return known;
}

/** The command, as everybody else runs it. */
async function runCommand(directory: string): Promise<Cruise> {
  const bin = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [bin, '--config', CONFIG, '--output-type', 'json', '--no-ignore-known', ...WORKSPACES];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: directory, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as Cruise;
}

async function sourceFiles(): Promise<string[]> {
  const listings = WORKSPACES.map(async (workspace) => {
    const entries = await readdir(join(ROOT, workspace), { recursive: true });
    return entries.map((entry) => join(workspace, entry));
  });
  const files = (await Promise.all(listings)).flat();
  return files.filter(
    (file) => /\/src\/.*\.tsx?$/.test(file) && !/node_modules|\/dist\/|\/generated\/|\.d\.ts$/.test(file),
  );
}
