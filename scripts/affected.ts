import { execFileSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findAffected, withoutPipelines } from './affected/affected-workspaces.ts';
import { pipelines } from './affected/pipelines.ts';
import { readWorkspaces } from './affected/read-workspaces.ts';

/**
 * npm run affected -- <commit> [<head>]: which workspaces to test, and which images to build, because of what has
 * changed in HEAD, or the head that is named, since it parted from the commit. With no such commit (a new branch, a
 * rewritten one), everything. Under GitHub Actions it sets the outputs `workspaces`, `processes` (JSON) and `system`,
 * without what has a pipeline of its own. `-- --write` writes those pipelines.
 */
const ROOT = resolve(import.meta.dirname, '..');

const workspaces = readWorkspaces(ROOT);
const [commit = '', head = 'HEAD'] = process.argv.slice(2);
if (commit === '--write') writePipelines();
else tellAffected();

function tellAffected(): void {
  const affected = findAffected(changedBetween(commit, head), workspaces);
  console.log(JSON.stringify(affected, undefined, 2));
  const output = process.env['GITHUB_OUTPUT'];
  if (output === undefined) return;
  const lines = Object.entries(withoutPipelines(affected, workspaces)).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}\n`,
  );
  appendFileSync(output, lines.join(''));
}

function writePipelines(): void {
  for (const [file, text] of pipelines(ROOT, workspaces)) {
    writeFileSync(join(ROOT, file), text);
    console.log(`wrote ${file}`);
  }
}

function changedBetween(since: string, until: string): string[] {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    if (since === '') throw new Error('no commit given');
    // A rename is two changes: the place that a file has left is affected too.
    return git('diff', '--name-only', '--no-renames', '-z', `${since}...${until}`, '--').split('\0').filter(Boolean);
  } catch {
    console.error(`There is no commit "${since}" to compare with: everything counts as changed.`);
    return git('ls-files', '-z').split('\0').filter(Boolean);
  }
}
