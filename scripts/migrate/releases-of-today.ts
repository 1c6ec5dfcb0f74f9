import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Internals from '@prisma/internals';
import { shapeAfter, type DatabaseShape } from '../contracts/databases/database-shape.ts';
import { readServiceMigrations } from '../contracts/databases/migrations.ts';
import type { Release } from '../contracts/databases/releases.ts';
import { migrationFiles, servicesWithSchema } from './schemas-behind.ts';

// A CommonJS bundle whose exports Node cannot name.
const require = createRequire(import.meta.url);

/**
 * What the code of this checkout knows of each service's database. A field that is marked `@ignore` is neither in
 * Prisma's client nor in the tables that SQL is made of: nobody uses its column any more.
 */
export async function releasesOfToday(root: string): Promise<ReadonlyMap<string, Release>> {
  const releases = servicesWithSchema(root).map(async (service): Promise<[string, Release]> => {
    const migrations = await readServiceMigrations(root, service);
    const shape = shapeAfter(migrations.flatMap(({ changes }) => changes.map(({ change }) => change)));
    const used = await usedColumns(migrationFiles(root, service).schemaFile);
    return [service, { migration: migrations.at(-1)?.name ?? '', shape: keepUsed(shape, used) }];
  });
  return new Map((await Promise.all(releases)).toSorted(([one], [other]) => one.localeCompare(other)));
}

async function usedColumns(schemaFile: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { getDMMF } = require('@prisma/internals') as typeof Internals;
  const { datamodel } = await getDMMF({ datamodel: readFileSync(schemaFile, 'utf8') });
  return new Map(
    datamodel.models.map(({ name, dbName, fields }) => [
      dbName ?? name,
      new Set(fields.filter(({ kind }) => kind !== 'object').map((field) => field.dbName ?? field.name)),
    ]),
  );
}

function keepUsed(shape: DatabaseShape, used: ReadonlyMap<string, ReadonlySet<string>>): DatabaseShape {
  return new Map(
    [...shape]
      .filter(([table]) => used.has(table))
      .map(([table, columns]) => [table, new Map([...columns].filter(([column]) => used.get(table)?.has(column)))]),
  );
}
