import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { createEmptyDatabase } from './test-database.ts';

const PRISMA = resolve(import.meta.dirname, '../../../../prisma');

/** A database without tables, to which a test applies a service's migrations one by one. */
export interface UnmigratedDatabase {
  readonly client: Client;
  migrate(name: string): Promise<void>;
  /** Applies all that come before the one of this name. */
  migrateUpTo(name: string): Promise<void>;
  drop(): Promise<void>;
}

export async function openUnmigrated(service: string): Promise<UnmigratedDatabase> {
  const migrations = join(PRISMA, service, 'migrations');
  const database = await createEmptyDatabase();
  const client = new Client(database.url);
  await client.connect();
  const migrate = async (name: string) =>
    void (await client.query(await readFile(join(migrations, name, 'migration.sql'), 'utf8')));
  return {
    client,
    migrate,
    migrateUpTo: async (name) => {
      const earlier = (await readdir(migrations)).filter((other) => /^\d/.test(other) && other < name);
      for (const other of earlier.toSorted()) await migrate(other);
    },
    drop: async () => {
      await client.end();
      await database.drop();
    },
  };
}
