import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
/** More names than these are not read any more, but searched through. */
const MOST_SOURCES = 15;
/** Folders that are lists by nature. */
const LISTS = new Set([
  // One file for each verb of package.json, held to it below.
  'scripts',
  // One file for each shape that a product can have.
  'tools/picture-studio/src/browser/models',
]);

describe('the tree', () => {
  it('has no folder with more sources than one takes in at a glance, tests beside them not counted', () => {
    const counts = new Map<string, number>();
    for (const file of sources()) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect(counts.size).toBeGreaterThan(100);
    const full = [...counts].filter(([folder, count]) => count > MOST_SOURCES && !LISTS.has(folder));
    expect(full.map(([folder, count]) => `${folder}: ${count} files`)).toEqual([]);
  });

  it('has one file in scripts for each verb of package.json, and a folder where a verb needs more', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const run = Object.values(scripts).flatMap((command) => command.match(/scripts\/[\w./-]+/g) ?? []);
    const programs = sources().filter((file) => dirname(file) === 'scripts');
    expect(programs.length).toBeGreaterThan(10);
    expect(programs.filter((file) => !run.includes(file))).toEqual([]);
  });
});

/** What git tracks or would track. */
function sources(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return listed.split('\n').filter((file) => /\.(ts|tsx|mts|mjs)$/.test(file) && !/\.(test|d)\.m?tsx?$/.test(file));
}
