import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printSchema, type GraphQLSchema } from 'graphql';

/** How one schema differs from another, as lines that were taken away and added. Empty where git is not there. */
export async function schemaDiff(before: GraphQLSchema, after: GraphQLSchema): Promise<string> {
  if (before === after) return '';
  const folder = await mkdtemp(join(tmpdir(), 'schema-diff-'));
  try {
    await writeFile(join(folder, 'before'), `${printSchema(before)}\n`);
    await writeFile(join(folder, 'after'), `${printSchema(after)}\n`);
    const text = await diff(folder);
    // What stands before the first change names the files, which nobody knows.
    return text.slice(Math.max(0, text.indexOf('@@'))).trimEnd();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Git ends with 1 where there is a difference. */
function diff(cwd: string): Promise<string> {
  const settings = { cwd, maxBuffer: 64 * 1_048_576 };
  return new Promise((resolve) => {
    execFile('git', ['diff', '--no-index', '--no-color', 'before', 'after'], settings, (_error, stdout) => {
      resolve(stdout);
    });
  });
}
