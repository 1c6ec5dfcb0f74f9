export interface AccessToken {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface RefreshLockOptions {
  readonly refresh: () => Promise<AccessToken | null>;
  /** The newest token that this tab knows of; other tabs tell theirs. */
  readonly newest: () => AccessToken | null;
  readonly isFresh: (token: AccessToken) => boolean;
  /** `navigator.locks.request`, or what stands for it. */
  readonly exclusively: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/**
 * One refresh at a time in a whole browser: refresh tokens work once, and two tabs that use the same one look like a
 * thief and a victim, whose session is ended. Within a tab all who wait share one refresh; between tabs the second
 * finds the first one's token.
 */
export function createRefreshLock({ refresh, newest, isFresh, exclusively }: RefreshLockOptions) {
  let running: Promise<AccessToken | null> | undefined;
  return (): Promise<AccessToken | null> => {
    running ??= exclusively(async () => {
      const known = newest();
      return known !== null && isFresh(known) ? known : refresh();
    }).finally(() => (running = undefined));
    return running;
  };
}
