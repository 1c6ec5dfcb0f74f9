import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { connectionConfig } from '@galleria/kit/database/postgres-url';
import { Client } from 'pg';
import { ensureDatabase, serviceDatabaseName } from '../postgres/databases.ts';
import { applyMigrations } from '../postgres/migrations/migrations.ts';
import { serviceDatabaseUrl, type Endpoints } from './formation/endpoints.ts';
import type { Project } from './formation/project.ts';

/**
 * Gives each of the services that has a schema its own database, with the migrations applied, and says whether any
 * database was new. Nothing changes where all is done already.
 */
export async function prepareDatabases(
  project: Project,
  endpoints: Endpoints,
  subgraphs: readonly string[] = project.subgraphNames,
): Promise<boolean> {
  const services = subgraphs.filter((name) => existsSync(migrationsOf(project, name)));
  const created = await Promise.all(services.map((name) => prepareDatabase(project, endpoints, name)));
  return created.includes(true);
}

/**
 * Has PostgreSQL write what it holds in memory. New databases are thousands of files to sync: left to the server's
 * stop, they can take longer than the 5 s in which everything has to end. Never rejects: it only saves time later.
 */
export async function writeCheckpoint(postgresUrl: string): Promise<void> {
  const client = new Client(connectionConfig(postgresUrl));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('CHECKPOINT');
  } catch {
    // The server stops, and writes its checkpoint itself.
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function prepareDatabase(project: Project, endpoints: Endpoints, name: string): Promise<boolean> {
  const created = await ensureDatabase(endpoints.postgres, serviceDatabaseName(name));
  const url = serviceDatabaseUrl(endpoints, name);
  await applyMigrations({ url, migrationsDirectory: migrationsOf(project, name) });
  return created;
}

function migrationsOf(project: Project, name: string): string {
  return join(project.root, 'prisma', name, 'migrations');
}
