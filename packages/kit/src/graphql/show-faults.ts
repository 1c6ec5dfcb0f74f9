import { GraphQLError } from 'graphql';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logger.ts';
import { FAULT_INJECTED, type FaultSwitches } from '../process/fault-switches.ts';

/** For each operation: waits while answers are to be slow, and throws FAULT_INJECTED while they are to fail. */
export async function showFaults(faults: FaultSwitches, logger: Logger): Promise<void> {
  const slow = faults.active('SLOW');
  if (slow !== undefined) {
    logger.warn({ code: FAULT_INJECTED, ...slow }, 'answers slowly, as it was asked to');
    await sleep(slow.delayMs ?? 0, undefined, { ref: false });
  }
  const failing = faults.active('FAILING');
  if (failing === undefined) return;
  logger.warn({ code: FAULT_INJECTED, ...failing }, 'fails, as it was asked to');
  throw new GraphQLError('This failure is a rehearsal: an administrator asked for it.', {
    extensions: { code: FAULT_INJECTED, http: { status: 200 } },
  });
}
