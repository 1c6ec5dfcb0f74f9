import { createHash } from 'node:crypto';
import type { PlannedOperation } from '../planner.ts';

/** Operations that have ended a planner, so that they do not end the next one. */
export interface CondemnedOperations {
  add(operation: PlannedOperation): void;
  has(operation: PlannedOperation): boolean;
}

export interface CondemnedLimits {
  /** As many as are remembered: what came first is forgotten for what comes. */
  readonly most: number;
  /** They may try again then: it may have been the machine's fault, for want of time or memory. */
  readonly forMs: number;
}

const LIMITS: CondemnedLimits = { most: 1_000, forMs: 600_000 };

export function createCondemnedOperations(
  { most, forMs }: CondemnedLimits = LIMITS,
  now: () => number = () => performance.now(),
): CondemnedOperations {
  const since = new Map<string, number>();
  return {
    add: (operation) => {
      const key = keyOf(operation);
      since.delete(key);
      since.set(key, now());
      for (const oldest of since.keys()) {
        if (since.size <= most) break;
        since.delete(oldest);
      }
    },
    has: (operation) => {
      if (since.size === 0) return false;
      const at = since.get(keyOf(operation));
      return at !== undefined && now() - at < forMs;
    },
  };
}

function keyOf({ text, overrides }: PlannedOperation): string {
  return createHash('sha256')
    .update(JSON.stringify([text, ...overrides.conditions]))
    .digest('base64');
}
