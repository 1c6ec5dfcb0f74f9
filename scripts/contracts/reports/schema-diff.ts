import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printSchema, type GraphQLSchema } from 'graphql';

interface Side {
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSdl: string | undefined;
}

/**
 * How one supergraph differs from another, as lines that were taken away and added; of the API alone, where no more is
 * known of one of them. Empty where git is not there.
 */
export async function schemaDiff(before: Side, after: Side): Promise<string> {
  if (before.apiSchema === after.apiSchema) return '';
  const isWhole = before.supergraphSdl !== undefined && after.supergraphSdl !== undefined;
  const textOf = ({ apiSchema, supergraphSdl = '' }: Side) => (isWhole ? supergraphSdl : `${printSchema(apiSchema)}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'schema-diff-'));
  try {
    await writeFile(join(folder, 'before'), textOf(before));
    await writeFile(join(folder, 'after'), textOf(after));
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
