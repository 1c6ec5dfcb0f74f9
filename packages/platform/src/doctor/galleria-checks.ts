import { PortPlanError, portsOfPlan, type PortPlan } from '../ports.ts';
import type { ExternalServers } from '../supervisor/formation/endpoints.ts';
import {
  adviceOnTakenPorts,
  describeTakenPort,
  findFreeBase,
  findTakenPorts,
  type TakenPort,
} from '../supervisor/process/port-holder.ts';
import type { SystemStatus } from '../supervisor/system-status.ts';
import { failed, ok, warning, type Finding } from './finding.ts';

/** `heldBy`: who of ours holds them already; they cannot be told from other people's then. */
export async function checkPorts(
  planPorts: () => PortPlan,
  external: ExternalServers,
  heldBy: string | undefined,
  findTaken: (wanted: Readonly<Record<string, number>>) => Promise<TakenPort[]> = findTakenPorts,
): Promise<Finding> {
  try {
    const plan = planPorts();
    if (heldBy !== undefined) return ok('ports', `held by ${heldBy}`);
    const wanted = wantedPorts(plan, external);
    const taken = await findTaken(wanted);
    if (taken.length === 0) return ok('ports', `all ${Object.keys(wanted).length} are free`);
    const advice = adviceOnTakenPorts(await findFreeBase(plan));
    return failed('ports', taken.map(describeTakenPort).join('\n'), advice);
  } catch (thrown) {
    if (!(thrown instanceof PortPlanError)) throw thrown;
    return failed('ports', thrown.message, 'Set PORT_BASE to such a number, or unset it.');
  }
}

/** Without those of the servers that are not ours. */
function wantedPorts(plan: PortPlan, { postgres, kafkaBrokers, smtp }: ExternalServers): Record<string, number> {
  const left = [
    ...(postgres === undefined ? [] : ['postgres']),
    ...(kafkaBrokers === undefined ? [] : ['broker', 'broker health']),
    ...(smtp === undefined ? [] : ['mailbox', 'smtp']),
  ];
  return Object.fromEntries(Object.entries(portsOfPlan(plan)).filter(([name]) => !left.includes(name)));
}

/** `leftOut`: those of the shell that reach no process, which is no mistake but may surprise. */
export function checkSettings(problems: readonly string[], leftOut: readonly string[]): Finding {
  if (problems.length > 0) return failed('settings', problems.join('\n'), 'Mend these variables, or unset them.');
  return ok('settings', leftOut.length === 0 ? 'all are valid' : `all are valid; not passed on: ${leftOut.join(', ')}`);
}

/** Processes of a run whose supervisor was killed. */
export function checkLeftovers(status: SystemStatus): Finding {
  if (status.running) {
    const unready = status.processes.filter(({ state }) => state !== 'ready' && state !== 'external');
    if (unready.length === 0) return ok('run', `Galleria runs here, supervisor pid ${status.supervisorPid}`);
    const names = unready.map(({ name, state, detail }) => [name, state, detail].filter(Boolean).join(' '));
    return warning(
      'run',
      `Galleria runs here in part: ${names.join('; ')}`,
      'npm run status shows more, the logs why.',
    );
  }
  if (status.leftovers.length === 0) return ok('run', 'nothing is left of an earlier run');
  return warning(
    'run',
    `a killed run has left ${status.leftovers.join(', ')}`,
    'npm start ends them before it starts anew; npm run reset ends them and clears all data.',
  );
}

/** What a PostgreSQL that was killed leaves in its data directory. */
export interface DataLock {
  readonly pid: number;
  /** Whether a process with this id works on the directory. */
  readonly isHeld: boolean;
}

export function checkDataLock(lock: DataLock | undefined, isRunning: boolean): Finding {
  if (lock === undefined) return ok('data', 'no lock is left on the databases');
  if (isRunning) return ok('data', `locked by the PostgreSQL that runs, pid ${lock.pid}`);
  if (lock.isHeld) {
    return warning(
      'data',
      `the PostgreSQL of a killed run, pid ${lock.pid}, still works on the data`,
      'npm start stops it in order and starts its own; nothing is lost.',
    );
  }
  return warning(
    'data',
    `a lock of a PostgreSQL that is gone, pid ${lock.pid}, is left`,
    'npm start removes it and lets the databases recover; nothing has to be done.',
  );
}

/**
 * A server that somebody else runs: asked once. `reach` rejects with the reason, or gives what is wrong all the same.
 */
export async function checkServer(name: string, url: string, reach: () => Promise<string | void>): Promise<Finding> {
  try {
    const doubt = await reach();
    if (typeof doubt !== 'string') return ok(name, `${url} answers`);
    return warning(name, `${url} answers in part: ${doubt}`, 'Start the rest of it, or take it out of the list.');
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return failed(
      name,
      `${url} cannot be used: ${reason}`,
      'Start the server, mend the variable that names it, or unset that to use the embedded one.',
    );
  }
}
