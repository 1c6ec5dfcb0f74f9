import type { Logger } from '@galleria/kit/logger';

/** Whether the mail server is away, and how long to leave it alone. */
export interface MailServerOutage {
  /** Notes whether a mail reached it. Several mails that fail together are one failure. */
  note(isReachable: boolean): void;
  readonly isOn: boolean;
  /** Milliseconds until the next try; 0 or less when it may be tried now. */
  pauseMs(): number;
}

const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;

export function createMailServerOutage(dependencies: {
  readonly logger: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 to 1: spreads each pause over its upper half, so that several instances do not come back together. */
  readonly random: () => number;
}): MailServerOutage {
  const { logger, now, random } = dependencies;
  let failures = 0;
  let pausedUntil = 0;
  return {
    note: (isReachable) => {
      if (isReachable) {
        if (failures > 0) logger.info('the mail server is back');
        failures = 0;
      } else if (now() >= pausedUntil) {
        if (failures === 0) logger.warn('the mail server cannot be reached; mail waits for it');
        const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
        pausedUntil = now() + pauseMs * (0.5 + 0.5 * random());
        failures += 1;
      }
    },
    get isOn() {
      return failures > 0;
    },
    pauseMs: () => pausedUntil - now(),
  };
}
