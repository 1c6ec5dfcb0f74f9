import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createDatabase, type Database } from '@galleria/kit/database/database';
import { optional, text, uuid } from '@galleria/kit/database/columns';
import { table } from '@galleria/kit/database/table';
import { createLogger } from '@galleria/kit/logger';
import * as messagingTables from '@galleria/messaging/tables';
import { createTestDatabase } from '@galleria/platform/testing/test-database';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tableDifferences, type WrittenTable } from './table-differences.ts';

const SUBGRAPHS = resolve(import.meta.dirname, '../../../../subgraphs');

async function migratedDatabase(service: string): Promise<Database> {
  const { url, drop } = await createTestDatabase(service);
  const database = createDatabase({ url, logger: createLogger({ service: 'test', level: 'silent' }) });
  onTestFinished(async () => {
    await database.close();
    await drop();
  });
  return database;
}

async function tablesOf(service: string): Promise<WrittenTable[]> {
  const path = join(SUBGRAPHS, service, 'src/generated/tables.ts');
  return Object.values((await import(path)) as Record<string, WrittenTable>);
}

describe.each(readdirSync(SUBGRAPHS))('the tables that the statements of %s are made of', (service) => {
  it('are those of its database, column by column: names, types, nulls and defaults', async () => {
    const tables = await tablesOf(service);
    expect(tables.length).toBeGreaterThan(3);
    expect(await tableDifferences(await migratedDatabase(service), tables)).toEqual([]);
  });

  it('hold those of messaging, as messaging writes them', async () => {
    expect(await tableDifferences(await migratedDatabase(service), Object.values(messagingTables))).toEqual([]);
  });
});

describe('a table that differs from the database', () => {
  it('is told by each column that is forgotten, invented, nullable where it is not, or of another type', async () => {
    const wrong = table('erased_customers', { customerId: text, erasedOn: optional(uuid) });
    expect(await tableDifferences(await migratedDatabase('orders'), [wrong])).toEqual([
      'only in the database: erased_customers.customer_id uuid not null',
      'only in the database: erased_customers.erased_at timestamp(3) with time zone not null',
      'only in the source: erased_customers.customer_id text not null',
      'only in the source: erased_customers.erased_on uuid',
    ]);
  });
});
