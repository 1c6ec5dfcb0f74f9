import { readFileSync } from 'node:fs';
import { ConfigError } from '@galleria/kit/config';
import { z } from 'zod';

/** An operation that a client was built with. */
export interface PersistedOperation {
  /** By which clients may call it, mostly the SHA-256 of its text. */
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** https://www.apollographql.com/docs/graphos/platform/security/persisted-queries#manifest-format */
const manifestSchema = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), name: z.string(), body: z.string().min(1) })),
});

/**
 * The operations of all manifests, each once. Throws `ConfigError` with each file that is missing or is no manifest,
 * and each id that stands for two texts.
 */
export function readPersistedOperations(files: readonly string[]): readonly PersistedOperation[] {
  const operations = new Map<string, PersistedOperation>();
  const problems: string[] = [];
  for (const file of files) {
    for (const { id, name, body } of readManifest(file, problems)) {
      const other = operations.get(id);
      if (other !== undefined && other.text !== body) {
        problems.push(
          `PERSISTED_OPERATIONS: ${file} has another operation "${name}" under the id ${id} of "${other.name}"`,
        );
      }
      operations.set(id, { id, name, text: body });
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return [...operations.values()];
}

function readManifest(file: string, problems: string[]): z.output<typeof manifestSchema>['operations'] {
  try {
    const read = manifestSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (read.success) return read.data.operations;
    const { path, message } = read.error.issues[0] ?? { path: [], message: 'is none' };
    problems.push(`PERSISTED_OPERATIONS: ${file} is no manifest of version 1: ${path.join('.')}: ${message}`);
  } catch (thrown) {
    const reason = thrown instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    problems.push(`PERSISTED_OPERATIONS: ${file} ${reason}; \`npm run build\` writes the storefront's`);
  }
  return [];
}
