import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import type { PortPlan } from '../ports.ts';
import type { RunRecord } from '../state/run-record.ts';
import type { StateDirectory } from '../state/state-directory.ts';
import type { Endpoints } from './formation/endpoints.ts';
import type { Formation } from './formation/formation.ts';
import { delay } from './process/delay.ts';
import { rotateLog } from './process/log-file.ts';
import { LogWatch } from './process/log-watch.ts';
import { pidOf, type ProcessState } from './process/process-state.ts';
import { describeState, recordRun } from './record-run.ts';
import type { Specification } from './formation/specification.ts';
import { createSupervisor, type ProcessStatus, type Supervisor, type SupervisorEvent } from './supervisor.ts';

export type GalleriaEvent =
  | SupervisorEvent
  | { readonly type: 'orphans'; readonly names: readonly string[] }
  /** Settings of the caller's environment that reach no process. */
  | { readonly type: 'left-out'; readonly settings: readonly string[] }
  | { readonly type: 'log'; readonly process: string; readonly message: string }
  | { readonly type: 'more-log'; readonly process: string; readonly count: number };

export interface GalleriaProcess {
  readonly name: string;
  readonly pid: number | undefined;
  readonly port: number;
  readonly url: string;
  readonly state: ProcessState;
  readonly restarts: number;
  readonly logFile: string;
}

export interface Galleria {
  readonly formation: Formation;
  readonly urls: Endpoints;
  readonly ports: PortPlan;
  readonly state: StateDirectory;
  readonly run: Omit<RunRecord, 'processes'>;
  /** As they are at this moment. */
  readonly processes: readonly GalleriaProcess[];
  /**
   * Ends a process, with SIGKILL unless told otherwise, and resolves when that was noticed; it is restarted as after
   * any crash.
   */
  kill(name: string, signal?: 'SIGKILL' | 'SIGTERM' | 'SIGINT' | 'SIGQUIT'): Promise<void>;
  /** Has these processes make room for new ones, as after their bundle has changed. */
  replace(names: readonly string[]): void;
  /** Resolves when every process is ready; rejects after so many milliseconds (60 s), naming those that are not. */
  untilReady(withinMs?: number): Promise<void>;
  /** Ends every process within 5 s, dependents first. */
  stop(): Promise<void>;
}

export interface GalleriaParts {
  readonly specifications: readonly Specification[];
  readonly formation: Formation;
  readonly run: Omit<RunRecord, 'processes'>;
  readonly state: StateDirectory;
  readonly urls: Endpoints;
  readonly ports: PortPlan;
  readonly workingDirectory: string;
  readonly logger: Logger;
  readonly onEvent: (event: GalleriaEvent) => void;
  readonly onStopped: () => void;
  readonly livenessMs?: number;
  readonly signal?: AbortSignal;
}

const READY_WITHIN_MS = 60_000;
const NOTICED_WITHIN_MS = 10_000;

/** Runs the parts under a supervisor that writes down, at every change, what runs. */
export async function runGalleria(parts: GalleriaParts): Promise<Galleria> {
  const { specifications, state, workingDirectory, logger, onEvent } = parts;
  const changed = new EventTarget();
  const supervisor = createSupervisor({
    specifications,
    logDirectory: state.logs,
    workingDirectory,
    ...(parts.livenessMs === undefined ? {} : { livenessMs: parts.livenessMs }),
    onEvent: (event) => {
      recordRun(state.runFile, parts.run, supervisor.statuses());
      logEvent(logger, event);
      onEvent(event);
      changed.dispatchEvent(new Event('change'));
    },
  });
  const files = Object.fromEntries(
    supervisor.statuses().map(({ specification, logFile }) => [specification.name, logFile]),
  );
  for (const file of Object.values(files)) rotateLog(file);
  const logWatch = new LogWatch({
    files,
    onError: (process, message) => onEvent({ type: 'log', process, message }),
    onMoreErrors: (process, count) => onEvent({ type: 'more-log', process, count }),
  });
  let stopped: Promise<void> | undefined;
  const stopOnce = async () => {
    await supervisor.stop();
    logWatch.close();
    recordRun(state.runFile, parts.run, supervisor.statuses());
    parts.onStopped();
  };
  const stop = () => (stopped ??= stopOnce());
  try {
    await startUnlessAborted(supervisor, parts.signal);
  } catch (error) {
    await stop();
    throw error;
  }
  return galleriaHandle(parts, supervisor, changed, stop);
}

async function startUnlessAborted(supervisor: Supervisor, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return supervisor.start();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(toError(signal.reason)), { once: true });
  });
  signal.throwIfAborted();
  await Promise.race([supervisor.start(), aborted]);
}

function galleriaHandle(
  { formation, urls, ports, state, run }: GalleriaParts,
  supervisor: Supervisor,
  changed: EventTarget,
  stop: () => Promise<void>,
): Galleria {
  const pidNow = (name: string) => describeProcesses(supervisor).find((process) => process.name === name)?.pid;
  return {
    formation,
    urls,
    ports,
    state,
    run,
    get processes() {
      return describeProcesses(supervisor);
    },
    kill: async (name, signal = 'SIGKILL') => {
      const pid = pidNow(name);
      if (pid === undefined) throw new Error(`${name} does not run.`);
      supervisor.signal(name, signal);
      const noticed = await untilTrue(() => pidNow(name) !== pid, changed, NOTICED_WITHIN_MS);
      if (!noticed) throw new Error(`${name} did not end by ${signal} within ${NOTICED_WITHIN_MS} ms.`);
    },
    replace: (names) => names.forEach((name) => supervisor.replace(name)),
    untilReady: async (withinMs = READY_WITHIN_MS) => {
      const unready = () => supervisor.statuses().filter(({ state: { kind } }) => kind !== 'ready');
      if (await untilTrue(() => unready().length === 0, changed, withinMs)) return;
      throw new Error(`Not ready after ${withinMs} ms: ${unready().map(describeStatus).join('; ')}`);
    },
    stop,
  };
}

async function untilTrue(condition: () => boolean, changed: EventTarget, withinMs: number): Promise<boolean> {
  if (condition()) return true;
  const fulfilled = new AbortController();
  const check = () => {
    if (condition()) fulfilled.abort();
  };
  changed.addEventListener('change', check);
  await delay(withinMs, fulfilled.signal);
  changed.removeEventListener('change', check);
  return condition();
}

function describeProcesses(supervisor: Supervisor): GalleriaProcess[] {
  return supervisor.statuses().map(({ specification: { name, port, url }, state, restarts, logFile }) => {
    return { name, pid: pidOf(state), port, url, state, restarts, logFile };
  });
}

function describeStatus({ specification, state }: ProcessStatus): string {
  return [specification.name, state.kind, describeState(state)].filter((part) => part !== undefined).join(' ');
}

function logEvent(logger: Logger, event: SupervisorEvent): void {
  if (event.type === 'step') {
    const { name, outcome } = event;
    logger.info({ step: name, outcome, ...(event.outcome === 'failed' ? { err: event.error } : {}) }, 'step');
    return;
  }
  const { name, state } = event;
  logger.info({ process: name, state: state.kind, pid: pidOf(state), detail: describeState(state) }, 'process');
}
