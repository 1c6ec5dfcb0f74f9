import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { openSupergraph, readSupergraphFile, type Supergraph } from './supergraph.ts';

/** Where the text of a supergraph comes from, now and later. */
export interface SupergraphText {
  readonly sdl: string;
  /**
   * Calls `onChange` with every later text until the function that it gives is called. Absent for one that stays as it
   * is.
   */
  readonly watch?: (onChange: (sdl: string) => void) => () => void;
}

/** The supergraph that is served, and its successors. */
export interface SupergraphSource {
  readonly current: Supergraph;
  /**
   * Hands over every new supergraph, one after the other. `prepare` makes ready for it and gives what takes it into
   * use; when either throws, the old one goes on being served and the reason is logged.
   */
  follow(prepare: (next: Supergraph) => Promise<() => void>): void;
  stop(): void;
}

/** Checks the first text, which throws `ConfigError`, and then each new one, which is refused when it is wrong. */
export function createSupergraphSource(options: {
  readonly text: SupergraphText;
  readonly urls: ReadonlyMap<string, readonly string[]>;
  /** Called when a new one is served: of the subgraphs that the old one needed none may go before. */
  readonly onServed?: (next: Supergraph) => void;
  readonly logger: Logger;
}): SupergraphSource {
  const { text, urls, onServed, logger } = options;
  let current = openSupergraph(text.sdl, urls);
  let unwatch: () => void = () => undefined;
  let isStopped = false;
  let underWay = Promise.resolve();
  return {
    get current() {
      return current;
    },
    follow: (prepare) => {
      unwatch = text.watch?.((sdl) => void (underWay = underWay.then(() => take(sdl, prepare)))) ?? unwatch;
    },
    stop: () => {
      isStopped = true;
      unwatch();
    },
  };

  async function take(sdl: string, prepare: (next: Supergraph) => Promise<() => void>): Promise<void> {
    if (sdl === current.sdl) return;
    try {
      const next = openSupergraph(sdl, urls);
      const use = await prepare(next);
      if (isStopped) return;
      use();
      current = next;
      onServed?.(next);
      logger.info({ subgraphs: next.subgraphs.map(({ name }) => name) }, 'serves a new supergraph');
    } catch (thrown) {
      logger.error({ err: toError(thrown) }, 'refused a new supergraph; the old one goes on being served');
    }
  }
}

/**
 * The supergraph of a file, read every `pollMs` milliseconds; 0 means once. Reading is what works on every file system
 * and however the file is replaced: a ConfigMap's mount swaps a symbolic link, to a file that may be older and of the
 * same size.
 */
export function supergraphFile(path: string, pollMs: number): SupergraphText {
  const sdl = readSupergraphFile(path);
  if (pollMs === 0) return { sdl };
  return {
    sdl,
    watch: (onChange) => {
      let seen: string | undefined = sdl;
      let told = sdl;
      const look = () => {
        const text = readIfThere(path);
        // One that is still being written is another at the next look, half of it may even be a graph.
        const isComplete = text === seen;
        seen = text;
        if (text === undefined || text.trim() === '' || !isComplete || text === told) return;
        told = text;
        onChange(text);
      };
      const timer = setInterval(look, pollMs).unref();
      return () => clearInterval(timer);
    },
  };
}

/** A file that is away or empty is about to be written. */
function readIfThere(path: string): string | undefined {
  try {
    return readSupergraphFile(path);
  } catch {
    return undefined;
  }
}
