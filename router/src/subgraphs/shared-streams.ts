import { toError } from '@galleria/kit/errors';
import { GraphQLError } from 'graphql';

/** A stream of texts, and how to end it. */
export type OpenStream = (signal: AbortSignal) => Promise<AsyncIterable<string>>;

export interface SharedStreams {
  /**
   * The texts of a stream from its first one on, until `signal` ends. Who asks for one that is open already, and has
   * said little so far, shares it; it is closed when the last one has gone. Rejects as `open` does. A follower that is
   * far behind is sent away with `SUBSCRIPTION_TOO_SLOW`, and keeps nobody else.
   */
  join(key: string, signal: AbortSignal, open: OpenStream): Promise<AsyncIterable<string>>;
  /** How many are open. */
  readonly size: number;
}

/** Who comes later hears what there was. A stream that has said more is left to those who follow it. */
const REMEMBERED = 16;
const MAX_BEHIND = 64;

export function createSharedStreams(): SharedStreams {
  const streams = new Map<string, SharedStream>();
  let size = 0;
  return {
    join: async (key, signal, open) => {
      const found = streams.get(key);
      if (found !== undefined) return found.follow(signal);
      const forget = (stream: SharedStream) => {
        if (streams.get(key) === stream) streams.delete(key);
      };
      const stream = createSharedStream(open, forget, () => (size -= 1));
      size += 1;
      streams.set(key, stream);
      return stream.follow(signal);
    },
    get size() {
      return size;
    },
  };
}

interface SharedStream {
  follow(signal: AbortSignal): Promise<AsyncIterable<string>>;
}

function createSharedStream(
  open: OpenStream,
  onClosedToOthers: (stream: SharedStream) => void,
  onEnd: () => void,
): SharedStream {
  const closing = new AbortController();
  const followers = new Set<Follower>();
  const said: string[] = [];
  let waiting = 0;
  let finished: { readonly thrown: unknown } | undefined;
  const leave = () => {
    if (followers.size + waiting > 0 || closing.signal.aborted) return;
    onClosedToOthers(stream);
    closing.abort();
  };
  const opened = open(closing.signal);
  const stream: SharedStream = {
    follow: async (signal) => {
      waiting += 1;
      try {
        await opened;
        const follower = createFollower(said, signal, () => {
          followers.delete(follower);
          leave();
        });
        followers.add(follower);
        if (finished !== undefined) follower.end(finished.thrown);
        return follower;
      } finally {
        waiting -= 1;
      }
    },
  };
  void opened.then(pump).then(
    () => finish(undefined),
    (thrown: unknown) => finish(thrown),
  );
  return stream;

  async function pump(texts: AsyncIterable<string>): Promise<void> {
    for await (const text of texts) {
      if (said.length < REMEMBERED) said.push(text);
      else onClosedToOthers(stream);
      followers.forEach((follower) => follower.tell(text));
    }
  }

  function finish(thrown: unknown): void {
    finished = { thrown };
    onClosedToOthers(stream);
    followers.forEach((follower) => follower.end(thrown));
    onEnd();
  }
}

interface Follower extends AsyncIterable<string> {
  tell(text: string): void;
  end(thrown: unknown): void;
}

function createFollower(said: readonly string[], signal: AbortSignal, onGone: () => void): Follower {
  const queue = [...said];
  let ending: { readonly thrown: unknown } | undefined;
  let wake: () => void = () => undefined;
  const end = (thrown: unknown) => {
    ending ??= { thrown };
    wake();
  };
  const gone = () => {
    queue.length = 0;
    end(undefined);
    onGone();
  };
  if (signal.aborted) queueMicrotask(gone);
  else signal.addEventListener('abort', gone, { once: true });
  return {
    tell: (text) => {
      if (ending !== undefined) return;
      queue.push(text);
      if (queue.length > MAX_BEHIND) {
        queue.length = 0;
        end(tooSlow());
      }
      wake();
    },
    end,
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          const text = queue.shift();
          if (text !== undefined) yield text;
          else if (ending === undefined) await new Promise<void>((resolve) => (wake = resolve));
          else if (ending.thrown === undefined) return;
          else throw toError(ending.thrown);
        }
      } finally {
        signal.removeEventListener('abort', gone);
        onGone();
      }
    },
  };
}

function tooSlow(): GraphQLError {
  return new GraphQLError('More happened than was taken: subscribe again for what is there now.', {
    extensions: { code: 'SUBSCRIPTION_TOO_SLOW' },
  });
}
