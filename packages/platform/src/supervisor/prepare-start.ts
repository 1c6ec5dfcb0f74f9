import type { PortPlan } from '../ports.ts';
import { readRunRecord } from '../state/run-record.ts';
import type { StateDirectory } from '../state/state-directory.ts';
import type { ExternalServers } from './endpoints.ts';
import { findOrphans, stopOrphans } from './orphans.ts';
import { findTakenPorts, PortsTakenError } from './port-holder.ts';

/** Stops the processes of a run whose supervisor was killed, and gives their names. */
export async function stopLeftovers(state: StateDirectory): Promise<readonly string[]> {
  const orphans = findOrphans(readRunRecord(state.runFile)?.processes ?? []);
  await stopOrphans(orphans);
  return orphans.map(({ name }) => name);
}

/** Throws `PortsTakenError` with all ports that somebody else holds: found out before anything starts, and all at once. */
export async function requireFreePorts(ports: PortPlan, external: ExternalServers): Promise<void> {
  const taken = await findTakenPorts({
    router: ports.router,
    ...ports.subgraphs,
    ...(external.postgres === undefined ? { postgres: ports.postgres } : {}),
    ...(external.kafkaBrokers === undefined ? { broker: ports.kafka, 'broker health': ports.kafkaHealth } : {}),
    ...(external.smtp === undefined ? { mailbox: ports.mailbox, smtp: ports.smtp } : {}),
  });
  if (taken.length > 0) throw new PortsTakenError(taken);
}
