import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Column } from './change.ts';
import type { DatabaseShape } from './database-shape.ts';

export const RELEASED = 'prisma/released.json';

const schema = z.record(
  z.string(),
  z.object({ migration: z.string(), tables: z.record(z.string(), z.record(z.string(), z.string())) }),
);

/** What the release that runs knows of a service's database: its last migration, and the columns that it uses. */
export interface Release {
  readonly migration: string;
  readonly shape: DatabaseShape;
}

/** By service; one that has never been released is not in it. */
export async function readReleases(root: string): Promise<ReadonlyMap<string, Release>> {
  const text = await readFile(join(root, RELEASED), 'utf8').catch(() => '{}');
  return new Map(
    Object.entries(schema.parse(JSON.parse(text))).map(([service, { migration, tables }]) => [
      service,
      { migration, shape: new Map(Object.entries(tables).map(([table, columns]) => [table, columnsOf(columns)])) },
    ]),
  );
}

export function writtenReleases(releases: ReadonlyMap<string, Release>): string {
  const plain = [...releases].map(([service, { migration, shape }]) => [
    service,
    { migration, tables: Object.fromEntries([...shape].map(([table, columns]) => [table, writtenColumns(columns)])) },
  ]);
  return `${JSON.stringify(Object.fromEntries(plain), null, 2)}\n`;
}

function writtenColumns(columns: ReadonlyMap<string, Column>): Record<string, string> {
  return Object.fromEntries(
    [...columns].map(([name, { type, isNullable, hasDefault }]) => [
      name,
      `${type}${isNullable ? '' : ' not null'}${hasDefault ? ' default' : ''}`,
    ]),
  );
}

function columnsOf(written: Readonly<Record<string, string>>): ReadonlyMap<string, Column> {
  return new Map(
    Object.entries(written).map(([name, text]) => {
      const type = text.replace(/( not null)?( default)?$/, '');
      const rest = text.slice(type.length);
      return [name, { name, type, isNullable: !rest.includes('not null'), hasDefault: rest.endsWith('default') }];
    }),
  );
}
