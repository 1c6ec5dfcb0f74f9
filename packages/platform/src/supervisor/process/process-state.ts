/** How a process ended. `error` when it could not even be started. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: string;
  /** Why the supervisor ended it: it answered nothing any more. */
  readonly hung?: string;
}

/** The life of one supervised process. Times are milliseconds since 1970. */
export type ProcessState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'starting'; readonly pid?: number; readonly since: number; readonly reason?: string }
  | { readonly kind: 'ready'; readonly pid: number; readonly since: number; readonly note?: string }
  /** It was ready, runs, and cannot do its work at present. */
  | { readonly kind: 'unready'; readonly pid: number; readonly since: number; readonly reason: string }
  | { readonly kind: 'restarting'; readonly exit: ProcessExit; readonly crashes: number; readonly restartAt: number }
  | { readonly kind: 'stopping'; readonly pid: number }
  /** `forced`: it did not stop in time and was killed. */
  | { readonly kind: 'stopped'; readonly forced?: true };

export function pidOf(state: ProcessState): number | undefined {
  switch (state.kind) {
    case 'starting':
    case 'ready':
    case 'unready':
    case 'stopping':
      return state.pid;
    case 'waiting':
    case 'restarting':
    case 'stopped':
      return undefined;
  }
}

export function describeExit({ code, signal, error, hung }: ProcessExit): string {
  if (hung !== undefined) return hung;
  if (error !== undefined) return `could not be started: ${error}`;
  return signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
}
