import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createLogger } from '@galleria/kit/logger';
import type { TestProject } from 'vitest/node';
import { databaseUrl, ensureDatabase } from '../postgres/databases.ts';
import { applyMigrations } from '../postgres/migrations/migrations.ts';
import { startTemporaryPostgres } from '../postgres/temporary-postgres.ts';
import { templateDatabaseName } from './test-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser's URL of the server that integration tests share, without a database. */
    readonly postgresUrl: string;
  }
}

const PRISMA = path.resolve(import.meta.dirname, '../../../../prisma');

/**
 * Runs once before the integration tests: one server, and in it each service's migrated database as a template from
 * which every test file clones its own in 20 ms. What is returned runs after them.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemporaryPostgres(createLogger({ service: 'integration-tests', level: 'warn' }));
  try {
    const services = readdirSync(PRISMA).filter((service) => existsSync(migrationsOf(service)));
    await Promise.all(services.map((service) => createTemplate(server.url, service)));
  } catch (thrown) {
    await server.stop();
    throw thrown;
  }
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}

async function createTemplate(serverUrl: string, service: string): Promise<void> {
  const name = templateDatabaseName(service);
  await ensureDatabase(serverUrl, name);
  try {
    await applyMigrations({ url: databaseUrl(serverUrl, name), migrationsDirectory: migrationsOf(service) });
  } catch (thrown) {
    throw new Error(`The migrations of ${service} do not apply: ${String(thrown)}`, { cause: thrown });
  }
}

function migrationsOf(service: string): string {
  return path.join(PRISMA, service, 'migrations');
}
