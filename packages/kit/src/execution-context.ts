import { AsyncLocalStorage } from 'node:async_hooks';

/** How long somebody waits for a piece of work. */
export interface Deadline {
  /** 0 when nobody waits any more. */
  remainingMs(): number;
}

/** What follows a piece of work through calls, messages and log lines. */
export interface ExecutionContext {
  /** One id for everything that one client request set in motion, over all services. */
  readonly correlationId: string;
  /** The id of the message that directly caused this work, if a message did. */
  readonly causationId?: string;
  /** W3C Trace Context, passed on untouched. */
  readonly traceparent?: string;
  /** Absent where nobody waits. */
  readonly deadline?: Deadline;
}

const storage = new AsyncLocalStorage<ExecutionContext>();

/** Runs `work` so that everything it awaits sees `context`. */
export function runInContext<T>(context: ExecutionContext, work: () => T): T {
  return storage.run(context, work);
}

export function currentContext(): ExecutionContext | undefined {
  return storage.getStore();
}

export const CORRELATION_HEADER = 'x-correlation-id';

/** The headers that carry the current context to another process; empty outside of any. */
export function contextHeaders(): Record<string, string> {
  const context = currentContext();
  if (context === undefined) return {};
  return {
    [CORRELATION_HEADER]: context.correlationId,
    ...(context.traceparent === undefined ? {} : { traceparent: context.traceparent }),
  };
}
