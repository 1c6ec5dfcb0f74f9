import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDatabase, serviceDatabaseName } from '../postgres/databases.ts';
import { applyMigrations } from '../postgres/migrations.ts';
import { serviceDatabaseUrl, type Endpoints } from './endpoints.ts';
import type { Project } from './project.ts';

/** Gives each service that has a schema its own database, with the migrations applied. Nothing changes where all is done already. */
export async function prepareDatabases(project: Project, endpoints: Endpoints): Promise<void> {
  const services = project.subgraphNames.filter((name) => existsSync(migrationsOf(project, name)));
  await Promise.all(services.map((name) => prepareDatabase(project, endpoints, name)));
}

async function prepareDatabase(project: Project, endpoints: Endpoints, name: string): Promise<void> {
  await ensureDatabase(endpoints.postgres, serviceDatabaseName(name));
  await applyMigrations({
    url: serviceDatabaseUrl(endpoints, name),
    migrationsDirectory: migrationsOf(project, name),
  });
}

function migrationsOf(project: Project, name: string): string {
  return join(project.root, 'prisma', name, 'migrations');
}
