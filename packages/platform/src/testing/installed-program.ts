import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const INSTALL = fileURLToPath(new URL('../../../../scripts/test/install-program.sh', import.meta.url));

export type InstalledProgram = { readonly kind: 'found' } | { readonly kind: 'unavailable'; readonly reason: string };

/** A program of somebody else's, installed if it is absent and can be; or why it cannot be had. */
export async function installProgram(command: string, ofPackage: string): Promise<InstalledProgram> {
  try {
    await run(INSTALL, [command, ofPackage]);
    return { kind: 'found' };
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    return { kind: 'unavailable', reason: stderr };
  }
}
