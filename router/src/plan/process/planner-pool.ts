import { busyPlanner, failedPlan, latePlan } from '../plan-errors.ts';
import type { Plan } from '../plan.ts';
import type { PlannedOperation, Planner, PlannerName } from '../planner.ts';
import { createCondemnedOperations } from './condemned-operations.ts';
import { startPlannerChild, type PlannerChild, type PlannerChildOptions, type PlannerEnd } from './planner-child.ts';
import { createRestarts, type Restarts } from './restarts.ts';

/** What an operator should know. */
export interface PlannerTrouble {
  readonly planner: PlannerName;
  /** Its process ended by itself, was ended because it did not answer, or cannot do what is wanted of it. */
  readonly what: 'ended' | 'late' | 'unable';
  readonly reason: string;
  /** The hash of the operation that it had in hand. */
  readonly operation?: string;
}

export interface PlannerPoolOptions extends Omit<PlannerChildOptions, 'onEnd'> {
  readonly report: (trouble: PlannerTrouble) => void;
  /** Absent: as a router restarts them. */
  readonly restarts?: Restarts;
}

/** An operation on its way through a planner. */
interface Job {
  readonly operation: PlannedOperation;
  readonly resolve: (plan: Plan) => void;
  readonly reject: (thrown: unknown) => void;
  /** Whether a process that planned it has been ended from outside. */
  isSecondTry: boolean;
}

/** A process, and what it has in hand: one operation, so that it is known which one ended it. */
interface Seat {
  readonly child: PlannerChild;
  isOpen: boolean;
  job: Job | undefined;
  /** When it counts as slow. */
  slow: NodeJS.Timeout | undefined;
  isSlow: boolean;
}

const MOST_WAITING = 250;
/** While one process is at an operation for this long, the others go to a second one. */
const SLOW_MS = 1_000;
const MOST_PROCESSES = 2;

/**
 * One of the planners in a process of its own. An operation that ends it gets `QUERY_PLAN_FAILED`, one for which it
 * takes too long `QUERY_PLAN_TIMEOUT`; neither harms those beside it, which are planned by the next process.
 */
export class PlannerPool implements Planner {
  readonly #options: PlannerPoolOptions;
  readonly #waiting: Job[] = [];
  readonly #seats = new Set<Seat>();
  readonly #condemned = createCondemnedOperations();
  readonly #restarts: Restarts;
  #pause: NodeJS.Timeout | undefined;
  /** Why there is no such planner. */
  #inability: unknown;
  #isStopped = false;

  constructor(options: PlannerPoolOptions) {
    this.#options = options;
    this.#restarts = options.restarts ?? createRestarts();
  }

  get name(): PlannerName {
    return this.#options.planner;
  }

  /** The processes that plan. */
  get pids(): readonly number[] {
    return [...this.#seats].flatMap(({ child }) => child.pid ?? []);
  }

  /** Rejects when this planner is not there, or not for this supergraph. Without it, the first operation starts one. */
  async open(): Promise<void> {
    try {
      await this.#start().child.opened;
    } catch (thrown) {
      this.stop();
      throw new Error(`the planner ${this.name} cannot be used: ${toError(thrown).message}`, { cause: thrown });
    }
  }

  async plan(operation: PlannedOperation, signal: AbortSignal): Promise<Plan> {
    if (signal.aborted) throw latePlan();
    if (this.#inability !== undefined) throw failedPlan(this.#inability);
    if (this.#condemned.has(operation)) throw failedPlan(new Error('it has ended this planner lately'));
    const isAway = this.#isStopped || this.#pause !== undefined;
    if (isAway || this.#waiting.length >= MOST_WAITING) throw busyPlanner();
    return new Promise((resolve, reject) => {
      const job: Job = { operation, resolve: settled(resolve), reject: settled(reject), isSecondTry: false };
      const giveUp = () => this.#giveUp(job);
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(job);
      this.#assign();

      function settled<Value>(settle: (value: Value) => void) {
        return (value: Value) => {
          signal.removeEventListener('abort', giveUp);
          settle(value);
        };
      }
    });
  }

  /** Ends its processes. What is not planned by then is not planned any more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#pause);
    for (const seat of this.#seats) {
      this.#leave(seat)?.reject(busyPlanner());
      seat.child.kill();
    }
    this.#refuseWaiting();
  }

  #assign(): void {
    for (const seat of this.#seats) {
      if (!seat.isOpen || seat.job !== undefined) continue;
      const job = this.#waiting.shift();
      if (job === undefined) break;
      this.#give(seat, job);
    }
    const areAllSlow = [...this.#seats].every(({ isSlow }) => isSlow);
    if (this.#waiting.length > 0 && areAllSlow && this.#seats.size < MOST_PROCESSES) this.#start();
  }

  #give(seat: Seat, job: Job): void {
    seat.job = job;
    seat.slow = setTimeout(() => {
      seat.isSlow = true;
      this.#assign();
    }, SLOW_MS).unref();
    const done = (settle: () => void) => {
      // Of a seat that was given up nothing is wanted any more.
      if (seat.job !== job) return;
      this.#free(seat);
      settle();
      this.#assign();
      this.#endSpare();
    };
    seat.child.plan(job.operation).then(
      (plan) => done(() => job.resolve(plan)),
      (thrown: unknown) => done(() => job.reject(thrown)),
    );
  }

  /** Its deadline has passed. */
  #giveUp(job: Job): void {
    const place = this.#waiting.indexOf(job);
    if (place >= 0) this.#waiting.splice(place, 1);
    const seat = [...this.#seats].find((other) => other.job === job);
    if (seat !== undefined) {
      this.#leave(seat);
      seat.child.kill();
      this.#condemned.add(job.operation);
      this.#report({ what: 'late', reason: 'it did not answer in time', operation: job.operation.hash });
    }
    job.reject(latePlan());
    if (seat !== undefined) this.#replace();
  }

  #start(): Seat {
    const child = startPlannerChild({ ...this.#options, onEnd: (end) => this.#ended(seat, end) });
    const seat: Seat = { child, isOpen: false, job: undefined, slow: undefined, isSlow: false };
    this.#seats.add(seat);
    child.opened.then(
      () => {
        seat.isOpen = true;
        this.#assign();
      },
      (thrown: unknown) => this.#unable(seat, thrown),
    );
    return seat;
  }

  #unable(seat: Seat, thrown: unknown): void {
    if (!this.#seats.has(seat)) return;
    this.#leave(seat);
    seat.child.kill();
    this.#inability = thrown;
    this.#report({ what: 'unable', reason: toError(thrown).message });
    for (const job of this.#waiting.splice(0)) job.reject(failedPlan(thrown));
  }

  #ended(seat: Seat, { reason, isFromOutside }: PlannerEnd): void {
    if (!this.#seats.has(seat)) return;
    const job = this.#leave(seat);
    const operation = job === undefined ? {} : { operation: job.operation.hash };
    this.#report({ what: 'ended', reason, ...operation });
    if (job !== undefined && isFromOutside && !job.isSecondTry) {
      job.isSecondTry = true;
      this.#waiting.unshift(job);
    } else if (job !== undefined) {
      this.#condemned.add(job.operation);
      job.reject(failedPlan(new Error(reason)));
    }
    const pauseMs = this.#restarts.pauseAfterEnd();
    if (pauseMs === 0) return this.#replace();
    this.#refuseWaiting();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#replace();
    }, pauseMs).unref();
  }

  /** A new one is there before it is needed. */
  #replace(): void {
    if (this.#isStopped || this.#pause !== undefined) return;
    if (this.#seats.size === 0) this.#start();
    this.#assign();
  }

  /** The second process is for as long as the first does not get on. */
  #endSpare(): void {
    const idle = [...this.#seats].filter(({ isOpen, job }) => isOpen && job === undefined);
    for (const seat of idle.slice(1)) {
      this.#leave(seat);
      seat.child.kill();
    }
  }

  #leave(seat: Seat): Job | undefined {
    this.#seats.delete(seat);
    return this.#free(seat);
  }

  #free(seat: Seat): Job | undefined {
    const { job } = seat;
    clearTimeout(seat.slow);
    seat.job = undefined;
    seat.isSlow = false;
    return job;
  }

  #refuseWaiting(): void {
    for (const job of this.#waiting.splice(0)) job.reject(busyPlanner());
  }

  #report(trouble: Omit<PlannerTrouble, 'planner'>): void {
    this.#options.report({ planner: this.name, ...trouble });
  }
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
