import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[];
  };
}

const ROOT = resolve(import.meta.dirname, '../..');
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const WORKSPACES = ['packages', 'subgraphs', 'router', 'client', 'tools'];
const { forbidden } = createRequire(import.meta.url)(CONFIG) as {
  forbidden: readonly { readonly name: string; readonly comment: string }[];
};

describe('the dependency rules', () => {
  it('hold, and the check has read every source file', async () => {
    const { modules, summary } = await cruise(ROOT);
    expect(summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)).toEqual([]);
    const seen = new Set(modules.map(({ source }) => source));
    expect((await sourceFiles()).filter((file) => !seen.has(file))).toEqual([]);
  });

  it('each catch the violation planted for it', async () => {
    const { summary } = await cruise(join(ROOT, 'tests/architecture/planted'));
    const caught = new Set(summary.violations.map(({ rule }) => rule.name));
    expect(forbidden.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([]);
  });

  it('each say why they exist', () => {
    expect(forbidden.filter(({ comment }) => comment.length < 20)).toEqual([]);
  });
});

/** The command, not the library: what is tested is what `npm run lint` runs. */
async function cruise(directory: string): Promise<Cruise> {
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
