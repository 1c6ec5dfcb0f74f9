import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { findAffected } from './affected/affected-workspaces.ts';
import { readWorkspaces } from './affected/read-workspaces.ts';

/**
 * npm run affected -- <commit> [<head>]: which workspaces to test, and which images to build, because of what has
 * changed in HEAD, or the head that is named, since it parted from the commit. With no such commit (a new branch, a
 * rewritten one), everything. Under GitHub Actions it sets the outputs `workspaces`, `processes` (JSON) and `system`.
 */
const ROOT = resolve(import.meta.dirname, '..');

const affected = findAffected(changedBetween(process.argv[2] ?? '', process.argv[3] ?? 'HEAD'), readWorkspaces(ROOT));
console.log(JSON.stringify(affected, undefined, 2));
const output = process.env['GITHUB_OUTPUT'];
if (output !== undefined) {
  const lines = Object.entries(affected).map(([name, value]) => `${name}=${JSON.stringify(value)}\n`);
  appendFileSync(output, lines.join(''));
}

function changedBetween(commit: string, head: string): string[] {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    if (commit === '') throw new Error('no commit given');
    // A rename is two changes: the place that a file has left is affected too.
    return git('diff', '--name-only', '--no-renames', '-z', `${commit}...${head}`, '--').split('\0').filter(Boolean);
  } catch {
    console.error(`There is no commit "${commit}" to compare with: everything counts as changed.`);
    return git('ls-files', '-z').split('\0').filter(Boolean);
  }
}
