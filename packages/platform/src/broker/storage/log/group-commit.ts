/**
 * Lets many writers share one flush to the disk. A flush that runs may have begun before a writer's bytes were written.
 * So whoever asks meanwhile waits for the next one, together with all others that wait.
 */
export interface GroupCommit {
  /** Resolves once a flush that began after this call is done; rejects with what that flush rejects with. */
  flush(): Promise<void>;
  /** Resolves when the flushes that run or wait now are done. Never rejects. */
  settled(): Promise<void>;
}

export function createGroupCommit(sync: () => Promise<void>): GroupCommit {
  let running: Promise<void> | null = null;
  let following: Promise<void> | null = null;

  function start(): Promise<void> {
    const flush = sync().finally(() => {
      if (running === flush) running = null;
    });
    running = flush;
    return flush;
  }

  function startFollowing(): Promise<void> {
    following = null;
    return start();
  }

  return {
    flush() {
      if (!running) return start();
      following ??= running.then(startFollowing, startFollowing);
      return following;
    },
    async settled() {
      await Promise.allSettled([running, following]);
    },
  };
}
