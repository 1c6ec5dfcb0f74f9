import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createLogger } from '@galleria/kit/logger';
import { databaseUrl, serviceDatabaseName } from '@galleria/platform/postgres/databases';
import { onDataServer } from './migrate/migration-target.ts';

const ROOT = resolve(import.meta.dirname, '..');

/**
 * Rotates the key that signs access tokens: `npm run rotate-keys`, as often as you like, while everything runs. It runs
 * the program of users that `dist/users/rotate-keys.js` is in an installation, on the database of this copy or of
 * POSTGRES_URL's server.
 */
process.exitCode = await onDataServer(
  ROOT,
  process.env,
  createLogger({ service: 'rotate-keys', level: 'warn' }),
  async (serverUrl) => {
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'subgraphs/users/src/rotate-keys.ts'], {
      cwd: ROOT,
      env: { ...process.env, POSTGRES_URL: databaseUrl(serverUrl, serviceDatabaseName('users')) },
      stdio: 'inherit',
    });
    return status ?? 1;
  },
);
