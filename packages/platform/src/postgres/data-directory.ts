import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readdir, readFile, realpath, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { findBinaries } from './binaries.ts';
import { initCommand, type Command } from './postgres-command.ts';
import { postgresError } from './postgres-errors.ts';
import { chooseServerUser } from './server-user.ts';

/**
 * The absolute path without symbolic links, by which a running server can be recognised; makes the parent directory.
 */
export async function resolveDataDirectory(dataDirectory: string): Promise<string> {
  const parent = path.dirname(path.resolve(dataDirectory));
  await mkdir(parent, { recursive: true });
  return path.join(await realpath(parent), path.basename(dataDirectory));
}

/**
 * Fills an empty or absent data directory with a new cluster (0.6 s), and checks one that is there.
 * Throws DATA_DIRECTORY_INVALID, VERSION_MISMATCH, BINARIES_MISSING, START_FAILED.
 */
export async function initialiseDataDirectory(dataDirectory: string, durable: boolean): Promise<void> {
  const binaries = await findBinaries();
  const entries = await listDirectory(dataDirectory);
  if (entries.length === 0) {
    const command = async (directory: string) => initCommand(binaries, directory, durable);
    return createCluster(dataDirectory, command);
  }
  if (!entries.includes('PG_VERSION')) {
    throw postgresError('DATA_DIRECTORY_INVALID', `${dataDirectory} holds files, but no PostgreSQL data.`);
  }
  const version = (await readFile(path.join(dataDirectory, 'PG_VERSION'), 'utf8')).trim();
  if (version === binaries.majorVersion) return;
  throw postgresError(
    'VERSION_MISMATCH',
    `${dataDirectory} was made by PostgreSQL ${version}, and this is PostgreSQL ${binaries.majorVersion}. ` +
      'Export its data with the old version, or clear it with npm run reset.',
    { found: version, expected: binaries.majorVersion },
  );
}

async function listDirectory(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw postgresError('DATA_DIRECTORY_INVALID', `${directory} cannot be read: ${String(thrown)}`);
  }
}

/**
 * Made beside its place and moved there when complete: a run killed half-way leaves nothing that looks like a cluster.
 */
async function createCluster(
  dataDirectory: string,
  commandFor: (directory: string) => Promise<Command>,
): Promise<void> {
  const unfinished = `${dataDirectory}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const user = await chooseServerUser(unfinished);
  if (user !== undefined) await chown(unfinished, user.uid, user.gid);
  await runToEnd(await commandFor(unfinished));
  await rmdir(dataDirectory).catch(() => undefined);
  await rename(unfinished, dataDirectory);
}

async function runToEnd({ executable, args, ...options }: Command): Promise<void> {
  const child = spawn(executable, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  throw postgresError(
    'START_FAILED',
    `initdb failed (exit code ${code ?? 'none'}):\n${Buffer.concat(output).toString()}`,
  );
}
