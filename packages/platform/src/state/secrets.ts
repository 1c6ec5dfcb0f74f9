import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { StateDirectoryError } from './state-directory.ts';

const secretsSchema = z.object({ VIEWER_SIGNING_SECRET: z.string().min(32) });

export type Secrets = z.output<typeof secretsSchema>;

/**
 * The secrets that the processes of one copy share: made at its first start, the same ever after, readable by the owner
 * only. A file that cannot be read as such is an error and is not replaced, because sessions signed with it would
 * silently end.
 */
export async function loadSecrets(file: string): Promise<Secrets> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return createSecrets(file);
  await chmod(file, 0o600);
  try {
    return secretsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new StateDirectoryError(
      `${file} does not hold the secrets of this copy; mend it, or remove it to have new ones made.`,
      { cause },
    );
  }
}

async function createSecrets(file: string): Promise<Secrets> {
  const secrets: Secrets = { VIEWER_SIGNING_SECRET: randomBytes(32).toString('base64url') };
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
  return secrets;
}
