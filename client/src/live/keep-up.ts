/** Follows something; tells whether events come, and gives what ends it. */
export type Follow = (onLive: (isLive: boolean) => void) => () => void;

export interface News {
  /** Loads what follows, apart from the page. */
  readonly follow: () => Promise<Follow>;
  /** Asks for the same by a query; what it gives is the same text as before when nothing has changed. */
  readonly ask?: () => Promise<string>;
  /** How soon it asks again at first, and after what has changed. */
  readonly firstMs?: number;
  readonly slowestMs?: number;
}

/** In which events come where they can be had: until then nothing is asked. */
const PATIENCE_MS = 1_500;
const GROWTH = 1.4;

/**
 * Keeps a page as things are, while somebody looks at it: what is followed tells of changes. Where nothing can be
 * followed, be it that a proxy lets no stream through or that the graph has no room for one, it asks often at first and
 * ever more slowly, and goes on trying to follow. Ends by what it gives.
 */
export function keepUp(news: News): () => void {
  let end: (() => void) | undefined;
  const look = () => {
    if (document.hidden) {
      end?.();
      end = undefined;
    } else {
      end ??= begin(news);
    }
  };
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    end?.();
  };
}

function begin({ follow, ask, firstMs = 100, slowestMs = 5_000 }: News): () => void {
  let hasEnded = false;
  let isLive = false;
  let timer = 0;
  let last = '';
  let leave: () => void = () => undefined;
  const askAfter = (wait: number, pause: number) => {
    window.clearTimeout(timer);
    if (ask !== undefined && !hasEnded) timer = window.setTimeout(() => void askAgain(pause), wait);
  };
  const askAgain = async (pause: number) => {
    const answer = (await ask?.().catch(() => last)) ?? last;
    const next = answer === last ? Math.min(pause * GROWTH, slowestMs) : firstMs;
    last = answer;
    if (!isLive) askAfter(next, next);
  };
  const onLive = (now: boolean) => {
    if (now) window.clearTimeout(timer);
    // It is most often there again before anything has to be asked.
    else if (isLive) askAfter(PATIENCE_MS, firstMs);
    isLive = now;
  };
  askAfter(PATIENCE_MS, firstMs);
  // Where not even that can be loaded, the page asks.
  void follow().then(
    (begun) => {
      if (!hasEnded) leave = begun(onLive);
    },
    () => undefined,
  );
  return () => {
    hasEnded = true;
    window.clearTimeout(timer);
    leave();
  };
}
