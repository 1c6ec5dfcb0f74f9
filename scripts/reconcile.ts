import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createLogger } from '@galleria/kit/logger';
import { databaseUrl, serviceDatabaseName } from '@galleria/platform/postgres/databases';
import { onDataServer } from './migrate/migration-target.ts';

const ROOT = resolve(import.meta.dirname, '..');

/**
 * Runs payments' own comparison of ledgers on this copy's database, or on that of the server which POSTGRES_URL names.
 */
await onDataServer(ROOT, process.env, createLogger({ service: 'reconcile', level: 'warn' }), async (serverUrl) => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', resolve(ROOT, 'subgraphs/payments/src/reconcile/main.ts'), ...process.argv.slice(2)],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, POSTGRES_URL: databaseUrl(serverUrl, serviceDatabaseName('payments')) },
    },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 2;
});
