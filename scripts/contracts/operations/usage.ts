import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { toError } from '@galleria/kit/errors';
import { parse } from 'graphql';
import { z } from 'zod';
import { CannotRun } from '../check.ts';

const count = z.int().min(0);
const lastSeen = z.iso.date().optional();
const moment = z.union([z.iso.date(), z.iso.datetime()]);
const document = z.string().transform((text, context) => {
  try {
    return parse(text);
  } catch (thrown) {
    context.addIssue({ code: 'custom', message: toError(thrown).message });
    return z.NEVER;
  }
});
const operation = z.strictObject({
  name: z.string(),
  client: z.string().optional(),
  count,
  lastSeen,
  document,
  hash: z.string().optional(),
});
const usageSchema = z
  .strictObject({
    from: moment,
    to: moment,
    coordinates: z.record(z.string(), z.strictObject({ count, lastSeen })).optional(),
    fields: z.record(z.string().regex(/^\w+\.\w+$/, 'must be Type.field'), count).optional(),
    operations: z.array(operation).optional(),
    others: count.optional(),
  })
  .refine(
    ({ coordinates, fields, operations }) => [coordinates, fields, operations].some((list) => list !== undefined),
    'has neither coordinates, nor fields, nor operations',
  );

/**
 * How often clients asked for what, in a time that somebody counted. What a list does not have, nobody asked for:
 * `coordinates` is about everything, `fields` about `Type.field` alone.
 */
export type Usage = z.output<typeof usageSchema>;

/** Reads files of counts, and folders of them; docs/guides/contracts.md describes them. Rejects with `CannotRun`. */
export async function readUsage(root: string, paths: readonly string[]): Promise<readonly Usage[]> {
  const files = (await Promise.all(paths.map((path) => filesAt(root, path)))).flat();
  return Promise.all(files.map((file) => readFileOfCounts(root, file)));
}

async function filesAt(root: string, path: string): Promise<string[]> {
  const found = await stat(resolve(root, path)).catch(() => undefined);
  if (found?.isDirectory() !== true) return [path];
  const names = await readdir(resolve(root, path));
  const files = names.filter((name) => name.endsWith('.json')).toSorted();
  if (files.length === 0) throw new CannotRun(`${path}, which --usage names, has no file of counts (.json).`);
  return files.map((name) => join(path, name));
}

async function readFileOfCounts(root: string, file: string): Promise<Usage> {
  const text = await readFile(resolve(root, file), 'utf8').catch(() => {
    throw new CannotRun(`Cannot read ${file}, which --usage names.`);
  });
  const result = usageSchema.safeParse(parsed(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new CannotRun(`${file} holds no counts: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
