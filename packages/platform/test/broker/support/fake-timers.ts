import type { Timers } from '../../../src/broker/timers.ts';

export interface FakeTimers extends Timers {
  /** Moves time on and runs what falls due on the way, in order. */
  advance(milliseconds: number): void;
  /** How many timers are waiting. */
  pending(): number;
}

export function createFakeTimers(): FakeTimers {
  let now = 0;
  let lastId = 0;
  const timers = new Map<number, { due: number; action: () => void }>();

  return {
    now: () => now,
    after(delayMs, action) {
      lastId += 1;
      const id = lastId;
      timers.set(id, { due: now + delayMs, action });
      return () => timers.delete(id);
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const [next] = [...timers].filter(([, { due }]) => due <= end).sort(([, a], [, b]) => a.due - b.due);
        if (!next) break;
        const [id, { due, action }] = next;
        timers.delete(id);
        now = due;
        action();
      }
      now = end;
    },
    pending: () => timers.size,
  };
}
