/** Who waits for something to change, by its key, hears of it here. */
export interface Changes {
  /** Something has changed. */
  tell(key: string): void;
  /** Anything may have changed: nobody knows what was missed. */
  tellAll(): void;
  /**
   * Yields at once, for what is there already, and then after each change. Changes that come while one is worked on are
   * told as one, so that a slow follower costs no memory: it looks at what is there, and not at a list of what was. The
   * same for those that come before `restMs` have passed since the last one was told.
   */
  follow(key: string): AsyncIterableIterator<null>;
  /** How many follow. */
  readonly size: number;
}

interface Follower {
  tell(): void;
}

export function createChanges({ restMs = 0 } = {}): Changes {
  const followers = new Map<string, Set<Follower>>();
  const tell = (key: string) => followers.get(key)?.forEach((follower) => follower.tell());
  return {
    tell,
    tellAll: () => [...followers.keys()].forEach(tell),
    follow: (key) => {
      const ofKey = followers.get(key) ?? new Set();
      followers.set(key, ofKey);
      const { iterator, follower } = createFollower(restMs, () => {
        ofKey.delete(follower);
        if (ofKey.size === 0 && followers.get(key) === ofKey) followers.delete(key);
      });
      ofKey.add(follower);
      return iterator;
    },
    get size() {
      return [...followers.values()].reduce((sum, { size }) => sum + size, 0);
    },
  };
}

type Result = IteratorResult<null, undefined>;

function createFollower(
  restMs: number,
  onEnd: () => void,
): { iterator: AsyncIterableIterator<null>; follower: Follower } {
  const changed: Result = { value: null, done: false };
  const ended: Result = { value: undefined, done: true };
  let isChanged = true;
  let isEnded = false;
  let restsUntil = -Infinity;
  let rest: NodeJS.Timeout | undefined;
  let waiting: ((result: Result) => void) | undefined;
  const settle = (result: Result): void => {
    clearTimeout(rest);
    waiting?.(result);
    waiting = undefined;
  };
  const tellWhenRested = (): void => {
    if (!isChanged || waiting === undefined) return;
    const left = restsUntil - performance.now();
    clearTimeout(rest);
    if (left > 0) {
      rest = setTimeout(tellWhenRested, left).unref();
      return;
    }
    isChanged = false;
    restsUntil = performance.now() + restMs;
    settle(changed);
  };
  const end = (): Promise<Result> => {
    isEnded = true;
    onEnd();
    settle(ended);
    return Promise.resolve(ended);
  };
  const iterator: AsyncIterableIterator<null> = {
    next: () => {
      if (isEnded) return Promise.resolve(ended);
      return new Promise((resolve) => {
        waiting = resolve;
        tellWhenRested();
      });
    },
    return: end,
    throw: (error: unknown) => end().then(() => Promise.reject(error as Error)),
    [Symbol.asyncIterator]: () => iterator,
  };
  const tell = () => {
    isChanged = true;
    tellWhenRested();
  };
  return { iterator, follower: { tell } };
}
