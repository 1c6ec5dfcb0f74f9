/** How a call that was let through has ended. */
export type CallOutcome = 'answered' | 'late' | 'abandoned';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** By which a call was let through: as any other, or to find out whether the subgraph answers again. */
export type Admission = 'call' | 'trial';

export interface CircuitBreaker {
  /** Undefined where no call may be made now. Whoever gets an admission says how the call has ended. */
  admit(): Admission | undefined;
  ended(admission: Admission, outcome: CallOutcome): void;
  readonly state: BreakerState;
}

export interface CircuitBreakerOptions {
  /** Late answers in a row that open it. */
  readonly failures: number;
  readonly openMs: number;
  /** In milliseconds. */
  readonly now: () => number;
  readonly onChange: (state: BreakerState) => void;
}

/**
 * Keeps clients from waiting for a subgraph that does not answer: after `failures` late answers in a row calls fail at
 * once, and every `openMs` one call tries (half-open). Only what costs time counts. A subgraph that refuses connections
 * fails fast by itself, and is to be used the moment it is back.
 */
export function createCircuitBreaker({ failures, openMs, now, onChange }: CircuitBreakerOptions): CircuitBreaker {
  let inARow = 0;
  let state: BreakerState = 'closed';
  let openUntil = 0;
  const become = (next: BreakerState): void => {
    if (state === next) return;
    state = next;
    onChange(next);
  };
  const open = (): void => {
    openUntil = now() + openMs;
    become('open');
  };
  return {
    admit: () => {
      if (state === 'closed') return 'call';
      if (state === 'half-open' || now() < openUntil) return undefined;
      become('half-open');
      return 'trial';
    },
    ended: (admission, outcome) => {
      if (outcome === 'answered') {
        inARow = 0;
        become('closed');
      } else if (outcome === 'late') {
        inARow += 1;
        // A call that was under way when it opened says nothing new.
        if (admission === 'trial' || (state === 'closed' && inARow >= failures)) open();
      } else if (admission === 'trial') {
        // Whoever tried has gone without knowing: the next one tries.
        become('open');
      }
    },
    get state() {
      return state;
    },
  };
}
