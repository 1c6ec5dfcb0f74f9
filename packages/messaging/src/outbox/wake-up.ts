/**
 * A bell: `ring` ends the current `wait`, or the next one if nobody waits, so that no ring between two waits is missed.
 */
export interface WakeUp {
  ring(): void;
  /** Resolves with true when rung, with false after `ms` milliseconds. */
  wait(ms: number): Promise<boolean>;
}

export function createWakeUp(): WakeUp {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    wait: async (ms) => {
      if (!rung) await untilRung(ms, (listener) => (wake = listener));
      wake = undefined;
      const result = rung;
      rung = false;
      return result;
    },
  };
}

function untilRung(ms: number, listen: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    listen(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
