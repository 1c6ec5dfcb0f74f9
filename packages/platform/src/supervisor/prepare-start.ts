import { ServiceError, toError } from '@galleria/kit/errors';
import type { PortPlan } from '../ports.ts';
import { reachBrokers } from '../servers/broker-reach.ts';
import { reachPostgres } from '../servers/postgres-reach.ts';
import { readRunRecord } from '../state/run-record.ts';
import type { StateDirectory } from '../state/state-directory.ts';
import { findOrphans, stopOrphans } from './process/orphans.ts';
import { findFreeBase, findTakenPorts, PortsTakenError } from './process/port-holder.ts';
import type { ExternalServers } from './formation/endpoints.ts';
import type { Specification } from './formation/specification.ts';

/** Stops the processes of a run whose supervisor was killed, and gives their names. */
export async function stopLeftovers(state: StateDirectory): Promise<readonly string[]> {
  const orphans = findOrphans(readRunRecord(state.runFile)?.processes ?? []);
  await stopOrphans(orphans);
  return orphans.map(({ name }) => name);
}

/**
 * Throws `PortsTakenError` with all ports that somebody else holds: found out before anything starts, and all at once.
 */
export async function requireFreePorts(specifications: readonly Specification[], plan: PortPlan): Promise<void> {
  const taken = await findTakenPorts(portsOf(specifications));
  if (taken.length > 0) throw new PortsTakenError(taken, await findFreeBase(plan));
}

/**
 * Throws SERVER_UNUSABLE, with a line for each, where a server that somebody else runs cannot be used. Found out before
 * anything starts: every process would wait for it, and say so in its own words.
 */
export async function requireUsableServers({ postgres, kafkaBrokers }: ExternalServers): Promise<void> {
  const outcomes = await Promise.allSettled([
    ...(postgres === undefined ? [] : [named('POSTGRES_URL', reachPostgres(postgres))]),
    ...(kafkaBrokers === undefined ? [] : [named('KAFKA_BROKERS', reachBrokers(kafkaBrokers))]),
  ]);
  const problems = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [toError(outcome.reason).message] : [],
  );
  if (problems.length === 0) return;
  throw new ServiceError('SERVER_UNUSABLE', { kind: 'unavailable', message: problems.join('\n') });
}

async function named(setting: string, reaching: Promise<unknown>): Promise<void> {
  try {
    await reaching;
  } catch (thrown) {
    throw new Error(`The server of ${setting} cannot be used: ${toError(thrown).message}`);
  }
}

/** Every port that these processes listen on, by what it is for. */
function portsOf(specifications: readonly Specification[]): Record<string, number> {
  const processes = specifications.filter((specification) => specification.kind === 'process');
  return Object.assign(
    {},
    ...processes.map(({ name, port, alsoListensOn }) => ({ [name]: port, ...alsoListensOn })),
  ) as Record<string, number>;
}
