import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';

const LOCK_FILE = 'migration_lock.toml';
const LOCK_CONTENT = `# Names the database the migrations are written for; Prisma refuses to apply them to another.
provider = "postgresql"
`;

/** Reads a directory of migrations in Prisma's layout, in order: the names begin with their time. */
export async function readMigrations(migrationsDirectory: string): Promise<MigrationList> {
  const entries = await readdir(migrationsDirectory, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const lock = await readFile(path.join(migrationsDirectory, LOCK_FILE), 'utf8').catch(() => LOCK_CONTENT);
  return {
    baseDir: migrationsDirectory,
    lockfile: { path: LOCK_FILE, content: lock },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.sort().map((name) => readMigration(migrationsDirectory, name))),
  };
}

/** Writes one migration, and the lock file where it is missing; gives the path of the new migration.sql. */
export async function writeMigration(migrationsDirectory: string, name: string, script: string): Promise<string> {
  const directory = path.join(migrationsDirectory, name);
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(migrationsDirectory, LOCK_FILE), LOCK_CONTENT, { flag: 'wx' }).catch(ignoreExisting);
  const file = path.join(directory, 'migration.sql');
  await writeFile(file, script, { flag: 'wx' });
  return file;
}

async function readMigration(directory: string, name: string): Promise<MigrationList['migrationDirectories'][number]> {
  const file = path.join(directory, name, 'migration.sql');
  const content = await readFile(file, 'utf8').then(
    (value) => ({ tag: 'ok' as const, value }),
    (error: unknown) => ({ tag: 'error' as const, value: String(error) }),
  );
  return { path: name, migrationFile: { path: 'migration.sql', content } };
}

function ignoreExisting(thrown: unknown): void {
  if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
}
