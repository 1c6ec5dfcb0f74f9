import { currentContext, runInContext, type Deadline, type ExecutionContext } from './execution-context.ts';
import { defineErrors } from './errors.ts';

/**
 * How many milliseconds the caller still waits. A length and no time of day: clocks of two machines differ. Read only
 * beside a valid signature.
 */
export const REMAINING_HEADER = 'x-galleria-remaining-ms';

const PATTERN = /^\d{1,7}$/;

const deadlineErrors = defineErrors({
  DEADLINE_EXCEEDED: {
    kind: 'unavailable',
    message: 'Nobody waits for the answer any more: what had not been done by then is not done.',
    retriable: true,
  },
});

export interface CallerPatience extends Deadline {
  /** The caller has gone. */
  giveUp(): void;
  /** The caller has its answer: what the work has set in motion goes on for as long as it takes. */
  end(): void;
}

/** Of a request, by its header; without a usable one until the caller goes. */
export function createCallerPatience(header: string | readonly string[] | undefined): CallerPatience {
  const ms = typeof header === 'string' && PATTERN.test(header) ? Number(header) : Infinity;
  let endsAt = performance.now() + ms;
  return {
    remainingMs: () => (endsAt === Infinity ? Infinity : Math.max(0, endsAt - performance.now())),
    giveUp: () => void (endsAt = Math.min(endsAt, 0)),
    end: () => void (endsAt = Infinity),
  };
}

/** For the work that is under way in the current context; infinite where nobody waits, or nobody said how long. */
export function remainingMs(): number {
  return currentContext()?.deadline?.remainingMs() ?? Infinity;
}

/** Throws DEADLINE_EXCEEDED when nobody waits for the current work any more. */
export function requireTime(): void {
  if (remainingMs() <= 0) throw deadlineErrors.DEADLINE_EXCEEDED();
}

/** The error of `requireTime` as the caller is told it, although a library (Prisma) has wrapped it. */
export function asDeadlineError(thrown: unknown): unknown {
  const isOne = thrown instanceof Error && 'code' in thrown && thrown.code === 'DEADLINE_EXCEEDED';
  return isOne ? deadlineErrors.DEADLINE_EXCEEDED() : thrown;
}

/** Runs what goes on when nobody waits for it any more. */
export function withoutDeadline<T>(work: () => T): T {
  const context = currentContext();
  if (context?.deadline === undefined) return work();
  const rest: { -readonly [Name in keyof ExecutionContext]: ExecutionContext[Name] } = { ...context };
  delete rest.deadline;
  return runInContext(rest, work);
}
