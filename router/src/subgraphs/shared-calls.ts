import { toError } from '@galleria/kit/errors';

/** Calls of subgraphs that are under way, for all who ask the same. */
export interface SharedCalls<Answer> {
  /**
   * What `call` gives, or the call under way that was begun with the same `who` and `what`. Each gets an answer of its
   * own, for the engine writes into it. When `signal` ends, only this one goes; the call ends with the last.
   */
  join(
    asked: AskedCall,
    signal: AbortSignal | undefined,
    call: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer>;
  /** Nobody joins what is under way now: it may not know of what has happened since it was begun. */
  forget(): void;
}

export interface AskedCall {
  /** The service, and all that it is told of who asks. */
  readonly who: string;
  /** The body. */
  readonly what: string;
  /** The request on whose behalf it is, for logs. */
  readonly by: string | undefined;
  /** Told on whose behalf the call is that is joined. */
  readonly onJoined: (by: string | undefined) => void;
}

interface Call<Answer> {
  readonly by: string | undefined;
  readonly answer: Promise<Answer>;
  /** Nobody joins it any more. */
  readonly close: () => void;
  readonly ending: AbortController;
  waiting: number;
}

export function createSharedCalls<Answer>(copy: (answer: Answer) => Answer): SharedCalls<Answer> {
  /** By who asks, and by what is asked: two texts that are there are not made into a third. */
  const underWay = new Map<string, Map<string, Call<Answer>>>();
  return {
    join: (asked, signal, call) => {
      if (signal?.aborted === true) return Promise.reject(nobodyWaits());
      const found = underWay.get(asked.who)?.get(asked.what);
      if (found !== undefined) asked.onJoined(found.by);
      return follow(found ?? begin(asked, call), signal, copy);
    },
    forget: () => underWay.clear(),
  };

  function begin({ who, what, by }: AskedCall, call: (signal: AbortSignal) => Promise<Answer>): Call<Answer> {
    let siblings = underWay.get(who);
    if (siblings === undefined) underWay.set(who, (siblings = new Map<string, Call<Answer>>()));
    const ending = new AbortController();
    const close = (): void => {
      if (siblings.get(what) !== begun) return;
      siblings.delete(what);
      if (siblings.size === 0 && underWay.get(who) === siblings) underWay.delete(who);
    };
    const begun: Call<Answer> = { by, ending, waiting: 0, answer: call(ending.signal), close };
    siblings.set(what, begun);
    return begun;
  }
}

function follow<Answer>(
  call: Call<Answer>,
  signal: AbortSignal | undefined,
  copy: (answer: Answer) => Answer,
): Promise<Answer> {
  call.waiting += 1;
  return new Promise((resolve, reject) => {
    const gone = (): void => {
      call.waiting -= 1;
      reject(nobodyWaits());
      if (call.waiting > 0) return;
      call.close();
      call.ending.abort();
    };
    signal?.addEventListener('abort', gone);
    const hasGone = (): boolean => {
      if (signal?.aborted === true) return true;
      signal?.removeEventListener('abort', gone);
      // Whoever comes now would take objects that are written into.
      call.close();
      call.waiting -= 1;
      return false;
    };
    call.answer.then(
      (answer) => {
        // All who wait come here before any goes on with what it got: the last may have the answer itself.
        if (!hasGone()) resolve(call.waiting === 0 ? answer : copy(answer));
      },
      (thrown: unknown) => {
        if (!hasGone()) reject(toError(thrown));
      },
    );
  });
}

function nobodyWaits(): Error {
  return new Error('nobody waits for the answer any more');
}
