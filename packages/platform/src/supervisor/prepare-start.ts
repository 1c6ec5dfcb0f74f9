import type { PortPlan } from '../ports.ts';
import { readRunRecord } from '../state/run-record.ts';
import type { StateDirectory } from '../state/state-directory.ts';
import { findOrphans, stopOrphans } from './process/orphans.ts';
import { findFreeBase, findTakenPorts, PortsTakenError } from './process/port-holder.ts';
import type { Specification } from './formation/specification.ts';

/** Stops the processes of a run whose supervisor was killed, and gives their names. */
export async function stopLeftovers(state: StateDirectory): Promise<readonly string[]> {
  const orphans = findOrphans(readRunRecord(state.runFile)?.processes ?? []);
  await stopOrphans(orphans);
  return orphans.map(({ name }) => name);
}

/** Throws `PortsTakenError` with all ports that somebody else holds: found out before anything starts, and all at once. */
export async function requireFreePorts(specifications: readonly Specification[], plan: PortPlan): Promise<void> {
  const taken = await findTakenPorts(portsOf(specifications));
  if (taken.length > 0) throw new PortsTakenError(taken, await findFreeBase(plan));
}

/** Every port that these processes listen on, by what it is for. */
function portsOf(specifications: readonly Specification[]): Record<string, number> {
  const processes = specifications.filter((specification) => specification.kind === 'process');
  return Object.assign(
    {},
    ...processes.map(({ name, port, alsoListensOn }) => ({ [name]: port, ...alsoListensOn })),
  ) as Record<string, number>;
}
