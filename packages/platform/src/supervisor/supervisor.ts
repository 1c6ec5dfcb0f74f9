import { join } from 'node:path';
import { toError } from '@galleria/kit/errors';
import { dependencyLevels } from './formation/dependency-levels.ts';
import { launchProcess, type Launch } from './process/process-launcher.ts';
import { describeExit, type ProcessState } from './process/process-state.ts';
import { probeReadiness, type Probe } from './process/readiness-probe.ts';
import type { ProcessSpecification, Specification, StepSpecification } from './formation/specification.ts';
import { stopInLevels } from './stop-in-levels.ts';
import { SupervisedProcess } from './process/supervised-process.ts';

export interface SupervisorOptions {
  readonly specifications: readonly Specification[];
  /** Where each process writes `<name>.log`. */
  readonly logDirectory: string;
  readonly workingDirectory: string;
  /** Called on every change, in order. What it throws is not caught. */
  readonly onEvent?: (event: SupervisorEvent) => void;
  readonly launch?: Launch;
  readonly probe?: Probe;
  /** A process that answers nothing for so long is restarted; 0 for never. */
  readonly livenessMs?: number;
}

export type SupervisorEvent =
  | { readonly type: 'process'; readonly name: string; readonly state: ProcessState; readonly previous: ProcessState }
  | { readonly type: 'step'; readonly name: string; readonly outcome: 'started' | 'done' | 'left-out' }
  | { readonly type: 'step'; readonly name: string; readonly outcome: 'failed'; readonly error: Error };

export interface ProcessStatus {
  readonly specification: ProcessSpecification;
  /** Started after the levels below it and stopped before them. */
  readonly level: number;
  readonly state: ProcessState;
  readonly restarts: number;
  readonly logFile: string;
}

export interface Supervisor {
  /**
   * Resolves when each process is ready or has failed to become so; rejects with `StartFailedError`, and then wants to
   * be stopped.
   */
  start(): Promise<void>;
  statuses(): ProcessStatus[];
  signal(name: string, signal: NodeJS.Signals): void;
  /** Has a process make room for a new one of its kind, in order and without it counting as a crash. */
  replace(name: string): void;
  /** Stops all, dependents first, within so many milliseconds: what does not stop by itself is killed. */
  stop(withinMs?: number): Promise<void>;
}

/** Something without which nothing works did not start. */
export class StartFailedError extends Error {
  override readonly name = 'StartFailedError';
  readonly code = 'START_FAILED';
  readonly kind = 'unavailable';
  readonly retriable = false;
}

/** Under the 5 s that a person is promised, with room to kill and to bury what is left. */
const STOP_WITHIN_MS = 4_500;

/**
 * Keeps a set of processes running: starts them in order of dependency, restarts what crashes, stops them in reverse.
 */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { logDirectory, onEvent = () => undefined, launch = launchProcess, probe = probeReadiness } = options;
  const levels = dependencyLevels(options.specifications);
  const stopping = new AbortController();
  const processes = new Map<string, { process: SupervisedProcess; level: number; logFile: string }>();

  for (const [level, specifications] of levels.entries()) {
    for (const specification of specifications) {
      if (specification.kind === 'step') continue;
      const { name } = specification;
      const logFile = join(logDirectory, `${name}.log`);
      const onChange = (state: ProcessState, previous: ProcessState) =>
        onEvent({ type: 'process', name, state, previous });
      const { workingDirectory, livenessMs } = options;
      const process = new SupervisedProcess({
        specification,
        logFile,
        workingDirectory,
        launch,
        probe,
        onChange,
        ...(livenessMs === undefined ? {} : { livenessMs }),
      });
      processes.set(name, { process, level, logFile });
    }
  }
  const run = (specification: Specification, failed: boolean) =>
    specification.kind === 'step'
      ? runStep(specification, failed, stopping.signal, onEvent)
      : runProcess(processes.get(specification.name)?.process, stopping.signal);

  return {
    start: () => startInOrder(levels.flat(), run),
    statuses: () =>
      [...processes.values()].map(({ process, level, logFile }) => ({
        specification: process.specification,
        level,
        state: process.state,
        restarts: process.restarts,
        logFile,
      })),
    replace: (name) => processes.get(name)?.process.replace(),
    signal: (name, signal) => processes.get(name)?.process.signal(signal),
    stop: async (withinMs = STOP_WITHIN_MS) => {
      stopping.abort();
      const reversed = levels
        .map((_, level) => [...processes.values()].filter((entry) => entry.level === level))
        .reverse();
      const occupied = reversed.filter((level) => level.length > 0);
      await stopInLevels(occupied, ({ process }, share) => process.stop(share), withinMs);
    },
  };
}

type Run = (specification: Specification, afterFailure: boolean) => Promise<string | undefined>;

/** Each begins when what it depends on has an outcome: an `undefined` failure is a success. */
async function startInOrder(specifications: readonly Specification[], run: Run): Promise<void> {
  const failures = new Map<string, Promise<string | undefined>>();
  for (const specification of specifications) {
    const awaited = specification.dependsOn.flatMap((name) => failures.get(name) ?? []);
    const failure = Promise.all(awaited).then(async (reasons) => {
      const reason = await run(
        specification,
        reasons.some((given) => given !== undefined),
      );
      if (reason !== undefined && specification.essential)
        throw new StartFailedError(`${specification.name} ${reason}`);
      return reason;
    });
    failures.set(specification.name, failure);
  }
  await Promise.all(failures.values());
}

async function runProcess(process: SupervisedProcess | undefined, stopping: AbortSignal): Promise<string | undefined> {
  if (process === undefined || stopping.aborted) return 'was not started';
  process.start();
  if ((await process.firstOutcome) === 'ready') return undefined;
  const { state } = process;
  if (state.kind === 'restarting') return describeExit(state.exit);
  return `did not become ready${state.kind === 'starting' && state.reason !== undefined ? `: ${state.reason}` : ''}`;
}

async function runStep(
  { name, run }: StepSpecification,
  afterFailure: boolean,
  stopping: AbortSignal,
  onEvent: (event: SupervisorEvent) => void,
): Promise<string | undefined> {
  if (stopping.aborted) return 'was not started';
  if (afterFailure) {
    onEvent({ type: 'step', name, outcome: 'left-out' });
    return 'was left out';
  }
  onEvent({ type: 'step', name, outcome: 'started' });
  try {
    await run(stopping);
    onEvent({ type: 'step', name, outcome: 'done' });
    return undefined;
  } catch (thrown) {
    const error = toError(thrown);
    onEvent({ type: 'step', name, outcome: 'failed', error });
    return `failed: ${error.message}`;
  }
}
