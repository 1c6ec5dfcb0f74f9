import { writeRunRecord, type RecordedProcess, type RunRecord } from '../state/run-record.ts';
import { inspectProcess } from './process/process-inspection.ts';
import { describeExit, pidOf, type ProcessState } from './process/process-state.ts';
import type { ProcessStatus } from './supervisor.ts';

/** Writes the statuses into the run file, with what identifies each process for good. */
export function recordRun(file: string, run: Omit<RunRecord, 'processes'>, statuses: readonly ProcessStatus[]): void {
  writeRunRecord(file, { ...run, processes: statuses.map(recordProcess) });
}

function recordProcess({ specification, level, state, restarts }: ProcessStatus): RecordedProcess {
  const { name, port, url, readiness, stopSignal } = specification;
  const pid = pidOf(state);
  const identity = pid === undefined ? undefined : inspectProcess(pid);
  const detail = describeState(state);
  return {
    name,
    level,
    port,
    url,
    readiness,
    stopSignal,
    restarts,
    state: state.kind,
    ...(detail === undefined ? {} : { detail }),
    ...(identity === undefined ? {} : { identity }),
  };
}

/** Why a process is in its state, where there is more to say than the state's name. */
export function describeState(state: ProcessState): string | undefined {
  switch (state.kind) {
    case 'ready':
      return state.note;
    case 'starting':
    case 'unready':
      return state.reason;
    case 'restarting':
      return describeExit(state.exit);
    case 'stopped':
      return state.forced === true ? 'killed: it did not stop in time' : undefined;
    case 'waiting':
    case 'stopping':
      return undefined;
  }
}
