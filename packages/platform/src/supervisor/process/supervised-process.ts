import { restartDelay, STABLE_AFTER_MS } from './back-off.ts';
import { delay } from './delay.ts';
import { DEFAULT_LIVENESS_MS, watchLiveness } from './liveness.ts';
import type { Launch, LaunchedProcess } from './process-launcher.ts';
import { pidOf, type ProcessExit, type ProcessState } from './process-state.ts';
import type { Probe, ProbeResult } from './readiness-probe.ts';
import type { ProcessSpecification } from '../formation/specification.ts';

export interface SupervisedProcessOptions {
  readonly specification: ProcessSpecification;
  readonly logFile: string;
  readonly workingDirectory: string;
  readonly launch: Launch;
  readonly probe: Probe;
  /** A process that answers nothing for so long is restarted; 0 for never. 30 s unless told. */
  readonly livenessMs?: number;
  readonly onChange: (state: ProcessState, previous: ProcessState) => void;
}

const ASK_EVERY_MS = { whileStarting: 50, whileUnready: 500, whileIncomplete: 1_000, whenReady: 5_000 } as const;
/** A process that never became ready within this is left to its restarts, and the start goes on without it. */
const PATIENCE_MS = 60_000;
const CRASHES_BEFORE_GIVING_UP = 3;
const ABANDON_WITHIN_MS = 300;
const REPLACE_WITHIN_MS = 2_000;

/** One process that is started again, after a growing delay, whenever it ends without having been told to. */
export class SupervisedProcess {
  readonly specification: ProcessSpecification;
  /**
   * How it first went: "failed" after three crashes in a row or a minute without becoming ready. It is kept running all
   * the same.
   */
  readonly firstOutcome: Promise<'ready' | 'failed'>;
  restarts = 0;
  readonly #options: SupervisedProcessOptions;
  readonly #stopping = new AbortController();
  #settle: (outcome: 'ready' | 'failed') => void = () => undefined;
  #state: ProcessState = { kind: 'waiting' };
  #child: LaunchedProcess | undefined;
  #life: Promise<void> | undefined;
  /** Aborted when the process that runs has to make room for its successor. */
  #replaced = new AbortController();
  /** Processes that were replaced and have not ended yet. */
  readonly #leaving = new Set<Promise<void>>();
  #wake = new AbortController();
  #hung: string | undefined;

  constructor(options: SupervisedProcessOptions) {
    this.#options = options;
    this.specification = options.specification;
    this.firstOutcome = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get state(): ProcessState {
    return this.#state;
  }

  start(): void {
    if (this.#life !== undefined || this.#stopping.signal.aborted) return;
    void delay(PATIENCE_MS, this.#stopping.signal).then(() => this.#settle('failed'));
    this.#life = this.#keepRunning();
  }

  /**
   * Ends in a stopped process whatever it does: asked by its signal first, killed with all its children at the
   * deadline.
   */
  async stop(withinMs: number): Promise<void> {
    this.#stopping.abort();
    const forced = await this.#end(withinMs);
    await Promise.all([this.#life, ...this.#leaving]);
    this.#change(forced ? { kind: 'stopped', forced } : { kind: 'stopped' });
  }

  /**
   * Starts it anew at once: what it runs has changed. The old process stops in order while the new one comes up; it
   * lets go of its port first thing, long before the new one has read its code.
   */
  replace(): void {
    this.#wake.abort();
    const child = this.#child;
    if (child === undefined || this.#stopping.signal.aborted) return;
    const left = this.#letLeave(child).finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
    this.#replaced.abort();
  }

  /** For tests of failure: what happens next is the same as after a crash. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.signal(signal);
  }

  async #letLeave(child: LaunchedProcess): Promise<void> {
    child.signal(this.specification.stopSignal);
    if (!(await endsWithin(child, REPLACE_WITHIN_MS))) child.kill();
    await child.exited;
  }

  async #end(withinMs: number): Promise<boolean> {
    const child = this.#child;
    if (child?.pid === undefined) return false;
    this.#change({ kind: 'stopping', pid: child.pid });
    child.signal(this.specification.stopSignal);
    if (await endsWithin(child, withinMs)) return false;
    if (this.specification.abandonSignal !== undefined) {
      child.signal(this.specification.abandonSignal);
      await endsWithin(child, ABANDON_WITHIN_MS);
    }
    child.kill();
    await child.exited;
    return true;
  }

  async #keepRunning(): Promise<void> {
    let crashes = 0;
    while (!this.#stopping.signal.aborted) {
      const { exit, readyForMs } = await this.#runOnce();
      if (this.#stopping.signal.aborted) return;
      if (this.#replaced.signal.aborted) {
        crashes = 0;
        continue;
      }
      crashes = readyForMs >= STABLE_AFTER_MS ? 1 : crashes + 1;
      if (crashes >= CRASHES_BEFORE_GIVING_UP) this.#settle('failed');
      const wait = restartDelay(crashes);
      this.#change({ kind: 'restarting', exit, crashes, restartAt: Date.now() + wait });
      this.#wake = new AbortController();
      await delay(wait, AbortSignal.any([this.#stopping.signal, this.#wake.signal]));
      this.restarts += 1;
    }
  }

  async #runOnce(): Promise<{ exit: ProcessExit; readyForMs: number }> {
    const { specification, launch, logFile, workingDirectory } = this.#options;
    const since = Date.now();
    this.#hung = undefined;
    this.#replaced = new AbortController();
    this.#change({ kind: 'starting', since });
    const ended = new AbortController();
    try {
      const command = await specification.command();
      if (this.#stopping.signal.aborted) return { exit: { code: null, signal: null }, readyForMs: 0 };
      const child = launch(command, logFile, workingDirectory);
      this.#child = child;
      if (child.pid !== undefined) {
        this.#change({ kind: 'starting', pid: child.pid, since });
        void this.#watchReadiness(child.pid, AbortSignal.any([ended.signal, this.#stopping.signal]));
      }
      const ownExit = await endOrAbort(child, this.#replaced.signal);
      const exit = this.#hung === undefined ? ownExit : { ...ownExit, hung: this.#hung };
      return { exit, readyForMs: this.#state.kind === 'ready' ? Date.now() - this.#state.since : 0 };
    } catch (error) {
      return { exit: { code: null, signal: null, error: (error as Error).message }, readyForMs: 0 };
    } finally {
      this.#child = undefined;
      ended.abort();
    }
  }

  async #watchReadiness(pid: number, ended: AbortSignal): Promise<void> {
    const { probe, livenessMs: limitMs = DEFAULT_LIVENESS_MS } = this.#options;
    const liveness = watchLiveness({ url: this.specification.liveness, limitMs, probe });
    while (!ended.aborted) {
      const result = await probe(this.specification.readiness);
      if (ended.aborted) return;
      this.#change(nextState(this.#state, result, pid));
      if (result.ready) this.#settle('ready');
      if (result.ready || result.silent !== true) liveness.answered();
      else if (await liveness.isHung()) return this.#endHung(limitMs, ended);
      await delay(this.#askAgainAfter(result), ended);
    }
  }

  /** At once: one that answers nothing does not stop in order either. */
  #endHung(silentMs: number, ended: AbortSignal): void {
    if (ended.aborted) return;
    this.#hung = `answered nothing for ${Math.round(silentMs / 1000)} s and was killed`;
    this.#child?.kill();
  }

  #askAgainAfter(result: ProbeResult): number {
    if (result.ready) return result.note === undefined ? ASK_EVERY_MS.whenReady : ASK_EVERY_MS.whileIncomplete;
    return this.#state.kind === 'starting' ? ASK_EVERY_MS.whileStarting : ASK_EVERY_MS.whileUnready;
  }

  #change(state: ProcessState): void {
    const previous = this.#state;
    this.#state = state;
    if (!sameState(previous, state)) this.#options.onChange(state, previous);
  }
}

async function endsWithin(child: LaunchedProcess, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const ended = await Promise.race([child.exited.then(() => true), delay(ms, timer.signal).then(() => false)]);
  timer.abort();
  return ended;
}

/** How a process ended; at once, as if by nobody, when it is replaced. */
async function endOrAbort(child: LaunchedProcess, replaced: AbortSignal): Promise<ProcessExit> {
  const aborted = new Promise<ProcessExit>((resolve) => {
    replaced.addEventListener('abort', () => resolve({ code: null, signal: null }), { once: true });
  });
  return Promise.race([child.exited, aborted]);
}

function nextState(current: ProcessState, result: ProbeResult, pid: number): ProcessState {
  const since = Date.now();
  if (result.ready) {
    const ready = { kind: 'ready', pid, ...(result.note === undefined ? {} : { note: result.note }) } as const;
    return { ...ready, since: current.kind === 'ready' ? current.since : since };
  }
  if (current.kind === 'starting') return { ...current, reason: result.reason };
  return { kind: 'unready', pid, since: current.kind === 'unready' ? current.since : since, reason: result.reason };
}

function sameState(one: ProcessState, other: ProcessState): boolean {
  return one.kind === other.kind && pidOf(one) === pidOf(other) && textOf(one) === textOf(other);
}

function textOf(state: ProcessState): string | undefined {
  if (state.kind === 'ready') return state.note;
  return state.kind === 'starting' || state.kind === 'unready' ? state.reason : undefined;
}
