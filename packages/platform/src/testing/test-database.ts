import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { cloneDatabase, databaseUrl, dropDatabase, ensureDatabase } from '../postgres/databases.ts';

export interface TestDatabase {
  readonly url: string;
  /** Ends the connections to it that are still open. */
  drop(): Promise<void>;
}

/** The migrated, empty database that the databases of a service's tests are cloned from. */
export function templateDatabaseName(service: string): string {
  return `template_${service}`;
}

/**
 * A database of a service, migrated and empty, that nobody else uses: 20 ms. For tests of the project `integration`.
 */
export async function createTestDatabase(service: string): Promise<TestDatabase> {
  const name = `test_${service}_${randomUUID()}`;
  await cloneDatabase(inject('postgresUrl'), templateDatabaseName(service), name);
  return testDatabase(name);
}

/** A database without any table, for tests of what belongs to no service. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID()}`;
  await ensureDatabase(inject('postgresUrl'), name);
  return testDatabase(name);
}

function testDatabase(name: string): TestDatabase {
  const serverUrl = inject('postgresUrl');
  return { url: databaseUrl(serverUrl, name), drop: () => dropDatabase(serverUrl, name) };
}
