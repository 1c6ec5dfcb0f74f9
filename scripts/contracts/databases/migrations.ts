import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlacedChange } from './change.ts';
import { readChanges } from './migration-changes.ts';

export interface Migration {
  readonly service: string;
  /** `20261128000000_outbox_without_sent` */
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly changes: readonly PlacedChange[];
}

/** Of one service, in the order in which they are applied. */
export async function readServiceMigrations(root: string, service: string): Promise<Migration[]> {
  const directory = `prisma/${service}/migrations`;
  const entries = await readdir(join(root, directory), { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const file = `${directory}/${name}/migration.sql`;
      const text = await readFile(join(root, file), 'utf8');
      return { service, name, file, text, changes: await readChanges(text) };
    }),
  );
}
