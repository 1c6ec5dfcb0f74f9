import { readRunRecord, type RecordedProcess } from '../state/run-record.ts';
import type { StateDirectory } from '../state/state-directory.ts';
import { findRunningSupervisor } from '../state/supervisor-lock.ts';
import { findOrphans } from './process/orphans.ts';
import { isSameProcess, processMemory } from './process/process-inspection.ts';
import { probeReadiness, type Probe } from './process/readiness-probe.ts';

export interface SystemProcessStatus {
  readonly name: string;
  /** A `ProcessState`'s kind, or "external" for a server that is not ours. */
  readonly state: string;
  readonly detail?: string;
  readonly url: string;
  readonly port?: number;
  readonly pid?: number;
  readonly memoryBytes?: number;
  readonly restarts?: number;
}

export type SystemStatus =
  | { readonly running: false; readonly leftovers: readonly string[] }
  | {
      readonly running: true;
      /** Every process is. */
      readonly ready: boolean;
      readonly supervisorPid: number;
      readonly startedAt: string;
      readonly portBase: number;
      readonly processes: readonly SystemProcessStatus[];
    };

/**
 * Looks at what runs from outside: asks each process itself, rather than believe what the supervisor last wrote down.
 */
export async function readSystemStatus(state: StateDirectory, probe: Probe = probeReadiness): Promise<SystemStatus> {
  const record = readRunRecord(state.runFile);
  const supervisor = findRunningSupervisor(state.lockFile);
  if (supervisor === undefined || record === undefined) {
    return { running: false, leftovers: findOrphans(record?.processes ?? []).map(({ name }) => name) };
  }
  const own = await Promise.all(record.processes.map((process) => readProcessStatus(process, probe)));
  return {
    running: true,
    ready: own.every((process) => process.state === 'ready'),
    supervisorPid: supervisor.pid,
    startedAt: record.startedAt,
    portBase: record.portBase,
    processes: [...own, ...record.external.map(({ name, url }) => ({ name, url, state: 'external' }))],
  };
}

async function readProcessStatus(recorded: RecordedProcess, probe: Probe): Promise<SystemProcessStatus> {
  const { name, url, port, restarts, identity } = recorded;
  if (identity === undefined || !isSameProcess(identity)) {
    const state = recorded.state === 'ready' ? 'restarting' : recorded.state;
    return { name, url, port, restarts, state, detail: recorded.detail ?? 'does not run' };
  }
  const result = await probe(recorded.readiness);
  const unready = recorded.state === 'starting' || recorded.state === 'stopping' ? recorded.state : 'unready';
  const detail = result.ready ? result.note : result.reason;
  const memoryBytes = processMemory(identity.pid);
  return {
    name,
    url,
    port,
    restarts,
    pid: identity.pid,
    state: result.ready ? 'ready' : unready,
    ...(detail === undefined ? {} : { detail }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
  };
}
