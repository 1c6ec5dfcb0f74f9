/** One request of a visitor: rejects, or gives what was wrong, when it was not answered in full. */
export type Ask = () => Promise<unknown>;

export interface Load {
  untilAnswered(more: number): Promise<void>;
  /** Gives what was not answered in full. */
  stop(): Promise<readonly unknown[]>;
}

/** Four visitors who ask again and again, each in turn what there is to ask. */
export function keepAsking(...asks: readonly Ask[]): Load {
  const failures: unknown[] = [];
  let answered = 0;
  let isStopped = false;
  let notify: () => void = () => undefined;
  const visitors = Array.from({ length: 4 }, async (_, visitor) => {
    for (let round = visitor; !isStopped; round += 1) {
      const failure = await asks[round % asks.length]?.().catch((thrown: unknown) => thrown);
      if (failure !== undefined) failures.push(failure);
      answered += 1;
      notify();
    }
  });
  return {
    untilAnswered: (more) => {
      const goal = answered + more;
      return new Promise<void>((resolve) => {
        notify = () => {
          if (answered >= goal) resolve();
        };
      });
    },
    stop: async () => {
      isStopped = true;
      await Promise.all(visitors);
      return failures;
    },
  };
}
