import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '@galleria/kit/logger';
import { checkMigrations } from '@galleria/platform/postgres/migrations/migrations';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { noVerdicts, type Verdicts } from '../contracts/verdicts.ts';
import { onScratchServer } from './migration-target.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface SchemaBehind {
  readonly service: string;
  /** What its migrations lack, for people to read. */
  readonly difference: string;
}

/** The services whose migrations do not add up to their schema.prisma. Those that did are not asked again. */
export async function schemasBehind(
  root: string,
  env: Environment,
  verdicts: Verdicts = noVerdicts,
): Promise<SchemaBehind[]> {
  const logger = createLogger({ service: 'migrate', level: 'warn' });
  const services = servicesWithSchema(root).map((service) => {
    return { service, verdict: verdicts.about(`migrations-${service}`, [`prisma/${service}`]) };
  });
  const unknown = services.filter(({ verdict }) => !verdict.isClean);
  if (unknown.length === 0) return [];
  return onScratchServer(env, logger, async (shadowUrl) => {
    const found: SchemaBehind[] = [];
    for (const { service, verdict } of unknown) {
      const difference = await checkMigrations({ ...migrationFiles(root, service), shadowUrl });
      if (difference === undefined) await verdict.record();
      else found.push({ service, difference });
    }
    return found;
  });
}

/** In the order of supergraph.yaml. */
export function servicesWithSchema(root: string): string[] {
  return readProject(root).subgraphNames.filter((service) => existsSync(migrationFiles(root, service).schemaFile));
}

export function migrationFiles(root: string, service: string): { schemaFile: string; migrationsDirectory: string } {
  const directory = join(root, 'prisma', service);
  return { schemaFile: join(directory, 'schema.prisma'), migrationsDirectory: join(directory, 'migrations') };
}
