/** Time as an argument: the state machines below run on a fake clock in tests. */
export interface Timers {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs the action once after the delay in milliseconds, unless the returned function is called before. */
  after(delayMs: number, action: () => void): Cancel;
}

export type Cancel = () => void;

export function createSystemTimers(): Timers {
  return {
    now: () => Date.now(),
    after(delayMs, action) {
      const timer = setTimeout(action, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
