import { makeIdsWith } from '@galleria/kit/identifiers';
import type { Random } from '@galleria/platform/testing/random';

/** What the globals are given in place of the machine's own. */
export interface VirtualTime {
  now(): number;
  setTimer(ms: number, run: () => void, isRepeated: boolean): number;
  clearTimer(timer: number): void;
}

/**
 * Puts the virtual clock, timers, random numbers and ids in the place of the process's own for one schedule, and gives
 * back what undoes it. This is the one way in which real code gets them here; of all of it only `newId` knows that
 * there is another one, and what it would have forgotten to inject is deterministic, too.
 */
export function installVirtualGlobals(time: VirtualTime, random: Random): () => void {
  const { Date: RealDate, setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const real = { random: Math.random.bind(Math), now: performance.now.bind(performance) };
  class VirtualDate extends RealDate {
    constructor(...given: [] | [number | string | Date]) {
      if (given.length === 0) super(time.now());
      else super(given[0]);
    }
    static override now(): number {
      return time.now();
    }
  }
  const start = (isRepeated: boolean) => (run: () => void, ms: number) => time.setTimer(ms, run, isRepeated);
  const clear = (timer?: number) => timer !== undefined && time.clearTimer(timer);
  Object.assign(globalThis, {
    Date: VirtualDate,
    setTimeout: start(false),
    setInterval: start(true),
    clearTimeout: clear,
    clearInterval: clear,
  });
  Math.random = () => random.next();
  performance.now = () => time.now();
  let ids = 0;
  const restoreIds = makeIdsWith(() => `01980000-0000-7000-8000-${(ids += 1).toString(16).padStart(12, '0')}`);
  return () => {
    Object.assign(globalThis, { Date: RealDate, setTimeout, clearTimeout, setInterval, clearInterval });
    Math.random = real.random;
    performance.now = real.now;
    restoreIds();
  };
}
