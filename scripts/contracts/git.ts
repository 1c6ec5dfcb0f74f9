import { execFile, spawn } from 'node:child_process';
import { text as textOf, buffer as bufferOf } from 'node:stream/consumers';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What git answers, without the end of its last line; undefined when it refuses, or is not there. */
export async function askGit(root: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['-C', root, ...args], { maxBuffer: 64 * 1_048_576 });
    return stdout.trimEnd();
  } catch {
    return undefined;
  }
}

/**
 * Files of a commit by their path from the root of the repository, without a checkout and in one process however many
 * there are. Those that the commit does not have are left out.
 */
export async function filesOfCommit(
  root: string,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const git = spawn('git', ['-C', root, 'cat-file', '--batch'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const errors = textOf(git.stderr);
  git.stdin.end(paths.map((path) => `${commit}:${path}\n`).join(''));
  const answer = await bufferOf(git.stdout);
  await errors;
  const files = new Map<string, Buffer>();
  let at = 0;
  for (const path of paths) {
    const end = answer.indexOf('\n', at);
    const header = answer.toString('utf8', at, end);
    at = end + 1;
    const size = / blob (\d+)$/.exec(header)?.[1];
    if (size === undefined) continue;
    files.set(path, answer.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return files;
}
