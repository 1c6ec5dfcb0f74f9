import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

it('a checkout has \\n at the end of lines, also where git is told to convert them', ({ skip }) => {
  if (!existsSync(join(ROOT, '.git'))) skip('this is no checkout: there is no .git');
  const folder = mkdtempSync(join(tmpdir(), 'checkout-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  git(folder, 'init', '--quiet');
  git(folder, 'fetch', '--quiet', '--depth=1', `file://${ROOT}`, 'HEAD');
  git(folder, '-c', 'core.autocrlf=true', 'checkout', '--quiet', 'FETCH_HEAD');
  const files = git(folder, 'ls-files', '--eol').split('\n');
  expect(files.length).toBeGreaterThan(1_000);
  expect(files.filter((line) => /\bw\/(crlf|mixed)\b/.test(line))).toEqual([]);
});

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 64 * 1_048_576 });
}
