import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createLogger } from '@galleria/kit/logger';
import { databaseUrl, ensureDatabase, serviceDatabaseName } from '@galleria/platform/postgres/databases';
import {
  applyMigrations,
  createMigration,
  forgetFailedMigration,
} from '@galleria/platform/postgres/migrations/migrations';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { RELEASED, writtenReleases } from './contracts/databases/releases.ts';
import { onDataServer, onScratchServer } from './migrate/migration-target.ts';
import { releasesOfToday } from './migrate/releases-of-today.ts';
import { migrationFiles, schemasBehind, servicesWithSchema } from './migrate/schemas-behind.ts';

const ROOT = readProject(import.meta.dirname).root;
const USAGE = `npm run migrate                                     apply the migrations of every service
npm run migrate -- create <service> <name>          write the migration that the service's schema.prisma asks for
npm run migrate -- check                            compare every schema.prisma with its migrations
npm run migrate -- released                         record what is here as what runs, for the checks of later migrations
npm run migrate -- resolve <service> <migration>    let a failed migration, now repaired, be applied again`;

const logger = createLogger({ service: 'migrate', level: 'warn' });

try {
  process.exitCode = await runMigrate(process.argv.slice(2));
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
}

async function runMigrate([command, service, name]: readonly string[]): Promise<0 | 1> {
  if (command === undefined) return applyAll();
  if (command === 'check') return checkAll();
  if (command === 'released') return record();
  if (command === 'create' && service !== undefined && name !== undefined) return create(service, name);
  if (command === 'resolve' && service !== undefined && name !== undefined) return forget(service, name);
  console.error(USAGE);
  return 1;
}

async function applyAll(): Promise<0> {
  await onDataServer(ROOT, process.env, logger, async (serverUrl) => {
    for (const service of services()) {
      const name = serviceDatabaseName(service);
      await ensureDatabase(serverUrl, name);
      const { migrationsDirectory } = filesOf(service);
      const applied = await applyMigrations({ url: databaseUrl(serverUrl, name), migrationsDirectory });
      console.log(`${name}: ${applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`}`);
    }
  });
  return 0;
}

async function checkAll(): Promise<0 | 1> {
  const behind = await schemasBehind(ROOT, process.env);
  if (behind.length === 0) {
    console.log('every schema.prisma agrees with its migrations');
    return 0;
  }
  for (const { service, difference } of behind) {
    console.error(`The migrations of ${service} are behind its schema:\n${difference}`);
  }
  console.error('Run npm run migrate -- create <service> <name>.');
  return 1;
}

async function record(): Promise<0> {
  writeFileSync(join(ROOT, RELEASED), writtenReleases(await releasesOfToday(ROOT)));
  console.log(`wrote ${RELEASED}: from now on the code of this checkout is the release before`);
  return 0;
}

async function create(service: string, name: string): Promise<0> {
  requireService(service);
  const file = await onScratchServer(process.env, logger, (shadowUrl) =>
    createMigration({ ...filesOf(service), name, shadowUrl }),
  );
  console.log(
    file === undefined
      ? `nothing to do: the migrations of ${service} agree with its schema`
      : `wrote ${relative(ROOT, file)}`,
  );
  return 0;
}

async function forget(service: string, migration: string): Promise<0> {
  requireService(service);
  await onDataServer(ROOT, process.env, logger, (serverUrl) =>
    forgetFailedMigration(databaseUrl(serverUrl, serviceDatabaseName(service)), migration),
  );
  console.log(`${migration} counts as not applied: npm run migrate applies it again`);
  return 0;
}

function services(): string[] {
  return servicesWithSchema(ROOT);
}

function requireService(service: string): void {
  if (services().includes(service)) return;
  throw new Error(
    `There is no prisma/${service}/schema.prisma; the services with a database are ${services().join(', ')}.`,
  );
}

function filesOf(service: string): { schemaFile: string; migrationsDirectory: string } {
  return migrationFiles(ROOT, service);
}
