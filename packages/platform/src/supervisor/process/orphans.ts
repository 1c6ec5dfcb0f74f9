import type { RecordedProcess } from '../../state/run-record.ts';
import { delay } from './delay.ts';
import { killGroup } from './process-launcher.ts';
import { isSameProcess, isStillThere, type ProcessIdentity } from './process-inspection.ts';
import { stopInLevels } from '../stop-in-levels.ts';

type Orphan = RecordedProcess & { readonly identity: ProcessIdentity };

const ASK_EVERY_MS = 10;
const STOP_WITHIN_MS = 4_500;

/**
 * The recorded processes that still run: same pid, same start time and same command line, so that a pid which the
 * system has given to another program since is never touched.
 */
export function findOrphans(processes: readonly RecordedProcess[]): Orphan[] {
  return processes.filter((process): process is Orphan => {
    return process.identity !== undefined && isSameProcess(process.identity);
  });
}

/**
 * Stops what a killed supervisor left behind, dependents first, and kills what does not stop. Resolves when all are
 * gone.
 */
export async function stopOrphans(orphans: readonly Orphan[], withinMs = STOP_WITHIN_MS): Promise<void> {
  const highest = Math.max(0, ...orphans.map(({ level }) => level));
  const levels = Array.from({ length: highest + 1 }, (_, index) =>
    orphans.filter(({ level }) => level === highest - index),
  );
  const occupied = levels.filter((level) => level.length > 0);
  await stopInLevels(occupied, stopOrphan, withinMs);
}

async function stopOrphan({ identity, stopSignal }: Orphan, withinMs: number): Promise<void> {
  signalProcess(identity.pid, stopSignal);
  const deadline = Date.now() + withinMs;
  while (isStillThere(identity)) {
    if (Date.now() >= deadline) killGroup(identity.pid);
    await delay(ASK_EVERY_MS);
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
