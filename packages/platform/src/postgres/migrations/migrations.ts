import { readFile } from 'node:fs/promises';
import { ServiceError } from '@galleria/kit/errors';
import type { SchemaContainer, SchemaEngine } from '@prisma/schema-engine-wasm';
import { readMigrations, writeMigration } from './migration-files.ts';
import { migrationError } from './migration-errors.ts';
import { withSchemaEngine } from './schema-engine.ts';

const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Applies what is not applied yet, as `prisma migrate deploy` does and in its `_prisma_migrations` table; gives the
 * names of what it applied. Throws MIGRATION_FAILED with the migration, the line and PostgreSQL's own words; nothing
 * later is applied until the failure is repaired and told with `forgetFailedMigration`.
 */
export async function applyMigrations(options: {
  readonly url: string;
  readonly migrationsDirectory: string;
}): Promise<readonly string[]> {
  const migrationsList = await readMigrations(options.migrationsDirectory);
  return engineCall(options.url, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
    return appliedMigrationNames;
  });
}

/**
 * Writes the migration that leads from the migrations so far to the schema file, and gives its path; undefined when
 * they agree already. Nothing is applied. `shadowUrl` names a server on which a database may be made and dropped.
 */
export async function createMigration(options: {
  readonly schemaFile: string;
  readonly migrationsDirectory: string;
  readonly name: string;
  readonly shadowUrl: string;
}): Promise<string | undefined> {
  const script = await diff(options, true);
  if (script === undefined) return undefined;
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  return writeMigration(options.migrationsDirectory, `${time}_${options.name.replace(/\W+/g, '_')}`, script);
}

/** What the migrations lack to be the schema file, for people to read; undefined when the two agree. */
export async function checkMigrations(options: {
  readonly schemaFile: string;
  readonly migrationsDirectory: string;
  readonly shadowUrl: string;
}): Promise<string | undefined> {
  return diff(options, false);
}

/** Lets a migration that failed, and was repaired, be applied again: `prisma migrate resolve --rolled-back`. */
export async function forgetFailedMigration(url: string, migrationName: string): Promise<void> {
  await engineCall(url, (engine) => engine.markMigrationRolledBack({ migrationName }));
}

async function diff(
  {
    schemaFile,
    migrationsDirectory,
    shadowUrl,
  }: { schemaFile: string; migrationsDirectory: string; shadowUrl: string },
  script: boolean,
): Promise<string | undefined> {
  const migrationsList = await readMigrations(migrationsDirectory);
  const files: SchemaContainer[] = [{ path: schemaFile, content: await readFile(schemaFile, 'utf8') }];
  const { exitCode, stdout } = await engineCall(shadowUrl, (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...migrationsList },
      to: { tag: 'schemaDatamodel', files },
      script,
      exitCode: true,
      filters: NO_FILTERS,
    }),
  );
  return exitCode === 0 ? undefined : (stdout ?? '');
}

async function engineCall<T>(url: string, call: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  try {
    return await withSchemaEngine(url, call);
  } catch (thrown) {
    throw thrown instanceof ServiceError ? thrown : migrationError(thrown);
  }
}
