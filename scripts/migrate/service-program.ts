import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createLogger } from '@galleria/kit/logger';
import { databaseUrl, serviceDatabaseName } from '@galleria/platform/postgres/databases';
import { onDataServer } from './migration-target.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Runs a program of a service, with the arguments of this one, on the service's database of this copy, or on that of
 * the server which POSTGRES_URL names. Ends as it ends.
 *
 * @param program Its file in the service's `src/`; an installation has it in `dist/<service>/`.
 */
export async function runServiceProgram(service: string, program: string): Promise<void> {
  const logger = createLogger({ service, level: 'warn' });
  await onDataServer(ROOT, process.env, logger, async (serverUrl) => {
    const file = resolve(ROOT, `subgraphs/${service}/src/${program}`);
    const child = spawn(process.execPath, ['--import', 'tsx', file, ...process.argv.slice(2)], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, POSTGRES_URL: databaseUrl(serverUrl, serviceDatabaseName(service)) },
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    process.exitCode = code ?? 2;
  });
}
