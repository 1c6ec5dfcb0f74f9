import type { Probe } from './readiness-probe.ts';

/** Notices a process that runs and no longer answers anything: its event loop is blocked, or it was stopped. */
export interface Liveness {
  /** Called when the process gave no answer about its readiness. True when it has been silent for too long. */
  isHung(): Promise<boolean>;
  /** Called when it did. */
  answered(): void;
}

export const DEFAULT_LIVENESS_MS = 30_000;

/** What one silent question counts at most: after a laptop slept, an hour has passed that nobody waited. */
const LONGEST_QUESTION_MS = 5_000;

/**
 * Counts the time in which a process answered neither about its readiness nor at its liveness URL. Only one that has
 * answered before can be hung: how long a start may take is another matter. `limitMs` 0 turns it off.
 */
export function watchLiveness(options: {
  readonly url: string | undefined;
  readonly limitMs: number;
  readonly probe: Probe;
  readonly now?: () => number;
}): Liveness {
  const { url, limitMs, probe, now = () => performance.now() } = options;
  let hasAnswered = false;
  let silentMs = 0;
  let lastHeard = now();
  const answered = () => {
    hasAnswered = true;
    silentMs = 0;
    lastHeard = now();
  };
  return {
    answered,
    isHung: async () => {
      if (url === undefined || limitMs === 0 || !hasAnswered) return false;
      const result = await probe({ kind: 'http', url });
      if (result.ready || result.silent !== true) {
        answered();
        return false;
      }
      silentMs += Math.min(now() - lastHeard, LONGEST_QUESTION_MS);
      lastHeard = now();
      return silentMs >= limitMs;
    },
  };
}

/**
 * Reads LIVENESS_SECONDS: how long a process may be silent before it is restarted; 0 for ever. Absent, empty or no
 * number means 30 s.
 */
export function parseLiveness(text: string | undefined): number {
  const seconds = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : DEFAULT_LIVENESS_MS;
}
