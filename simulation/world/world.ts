import { createRandom, type Random } from '@galleria/platform/testing/random';
import type { VirtualTime } from './virtual-globals.ts';

/** One run of a process, from its start to its crash. What it has begun ends with it. */
export interface Life {
  /** Of the process, of which a service may have several. */
  readonly name: string;
  readonly service: string;
  isAlive: boolean;
}

interface Step {
  readonly life: Life;
  readonly run: () => void;
}

interface Timer extends Step {
  readonly id: number;
  readonly everyMs: number | null;
  dueAt: number;
}

/** Time, chance and the steps that are left to take. Nothing happens but in a step, and one step at a time. */
export interface World extends VirtualTime {
  readonly random: Random;
  readonly history: string[];
  /** Whose step is being taken; what it sets in motion is its own. */
  current(): Life;
  /** Resolves when the scheduler comes to it: anything may happen before, also that it never does. */
  gate(life: Life): Promise<void>;
  after(life: Life, ms: number, run: () => void): void;
  kill(life: Life): void;
  /** How many milliseconds have passed so far while somebody could have done something: nobody's fault but chance's. */
  leaptMs(): number;
  note(who: string, what: string): void;
  /** Notes what must not happen; the schedule ends here. */
  fail(what: string): void;
  failure(): string | undefined;
  /** Takes the next step, and all that follows from it at once. False when there is nothing left to do. */
  step(): Promise<boolean>;
}

/** Before any time that a database would give. */
const BEGIN = Date.UTC(2026, 4, 4, 12);
/** How often time goes on although somebody could do something now: then it does it late. */
const LATE_SHARE = 0.03;
const LATEST_MS = 4_000;

export function createWorld(seed: number): World {
  const random = createRandom(seed);
  const history: string[] = [];
  const timers = createTimers();
  const outside: Life = { name: 'world', service: 'world', isAlive: true };
  let ready: Step[] = [];
  const clock = createClock(random);
  let current = outside;
  let failure: string | undefined;

  const setTimer = (life: Life, ms: number, run: () => void, everyMs: number | null): number =>
    timers.set({ life, run, everyMs, dueAt: clock.now() + Math.max(1, Math.ceil(ms)) });
  const note = (who: string, what: string) => void history.push(`${seconds(clock.now() - BEGIN)} ${who}: ${what}`);

  return {
    random,
    history,
    now: clock.now,
    leaptMs: clock.leaptMs,
    current: () => current,
    setTimer: (ms, run, isRepeated) => setTimer(current, ms, run, isRepeated ? ms : null),
    clearTimer: (timer) => {
      // One that waits for its time and comes once is nowhere else.
      if (timers.delete(timer)?.everyMs === null) return;
      ready = ready.filter((step) => !('id' in step) || step.id !== timer);
    },
    gate: (life) =>
      new Promise((resolve) => {
        if (life.isAlive) ready.push({ life, run: resolve });
      }),
    after: (life, ms, run) => void setTimer(life, ms, run, null),
    kill: (life) => {
      life.isAlive = false;
      ready = ready.filter((step) => step.life !== life);
      timers.end(life);
    },
    note,
    fail: (what) => {
      if (failure !== undefined) return;
      failure = what;
      note('INVARIANT', what);
    },
    failure: () => failure,
    step: async () => {
      if (ready.length === 0 || random.chance(LATE_SHARE)) {
        const next = timers.next();
        if (next === Number.POSITIVE_INFINITY && ready.length === 0) return false;
        clock.goOn(next, ready.length === 0);
        ready.push(...timers.takeDue(clock.now()));
      }
      const [step] = ready.splice(random.below(ready.length), 1);
      if (step === undefined) return true;
      current = step.life;
      step.run();
      // All promises that follow are settled before the next tick; an immediate costs a turn of the event loop more.
      await new Promise<void>((resolve) => process.nextTick(resolve));
      current = outside;
      return true;
    },
  };
}

interface Clock {
  readonly now: () => number;
  readonly leaptMs: () => number;
  /** To when the next timer is due, and now and then beyond it. It is idle where nobody could act meanwhile. */
  goOn(next: number, isIdle: boolean): void;
}

function createClock(random: Random): Clock {
  let now = BEGIN;
  let leaptMs = 0;
  return {
    now: () => now,
    leaptMs: () => leaptMs,
    goOn: (next, isIdle) => {
      const before = now;
      if (next !== Number.POSITIVE_INFINITY) now = Math.max(now, next);
      if (!isIdle) leaptMs += now - before;
      if (!random.chance(LATE_SHARE)) return;
      const lateMs = random.below(LATEST_MS);
      now += lateMs;
      leaptMs += lateMs;
    },
  };
}

interface Timers {
  set(timer: Omit<Timer, 'id'>): number;
  /** Gives the timer, if it was still waiting. */
  delete(id: number): Timer | undefined;
  /** Ends those of a life. */
  end(life: Life): void;
  /** When the next is due; never where there is none. */
  next(): number;
  /** Those that are due by now; the ones that repeat are set again. */
  takeDue(now: number): Timer[];
}

function createTimers(): Timers {
  const timers = new Map<number, Timer>();
  let ids = 0;
  /** Not later than the first is due; a third of all steps only wait for that. */
  let next = Number.POSITIVE_INFINITY;
  let isExact = true;
  return {
    set: (timer) => {
      ids += 1;
      timers.set(ids, { ...timer, id: ids });
      next = Math.min(next, timer.dueAt);
      return ids;
    },
    delete: (id) => {
      const timer = timers.get(id);
      if (timer === undefined) return undefined;
      timers.delete(id);
      if (timer.dueAt <= next) isExact = false;
      return timer;
    },
    end: (life) => {
      for (const timer of timers.values()) if (timer.life === life) timers.delete(timer.id);
      isExact = false;
    },
    next: () => {
      if (isExact) return next;
      next = Number.POSITIVE_INFINITY;
      for (const { dueAt } of timers.values()) next = Math.min(next, dueAt);
      isExact = true;
      return next;
    },
    takeDue: (now) => {
      const due: Timer[] = [];
      next = Number.POSITIVE_INFINITY;
      for (const timer of timers.values()) {
        if (timer.dueAt <= now) {
          due.push(timer);
          if (timer.everyMs === null) {
            timers.delete(timer.id);
            continue;
          }
          timer.dueAt = now + Math.max(1, timer.everyMs);
        }
        next = Math.min(next, timer.dueAt);
      }
      isExact = true;
      return due;
    },
  };
}

function seconds(ms: number): string {
  return `+${(ms / 1_000).toFixed(3).padStart(8)}s`;
}
