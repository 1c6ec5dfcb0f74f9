import { unwatchFile, watchFile } from 'node:fs';
import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { openSupergraph, readSupergraphFile, type Supergraph } from './supergraph.ts';

/** Where the text of a supergraph comes from, now and later. */
export interface SupergraphText {
  readonly sdl: string;
  /** Calls `onChange` with every later text until the function that it gives is called. Absent for one that stays as it is. */
  readonly watch?: (onChange: (sdl: string) => void) => () => void;
}

/** The supergraph that is served, and its successors. */
export interface SupergraphSource {
  readonly current: Supergraph;
  /** Hands over every new supergraph. When `apply` throws, the old one goes on being served and the reason is logged. */
  follow(apply: (next: Supergraph) => void): void;
  stop(): void;
}

/** Checks the first text, which throws `ConfigError`, and then each new one, which is refused when it is wrong. */
export function createSupergraphSource(options: {
  readonly text: SupergraphText;
  readonly urls: ReadonlyMap<string, readonly string[]>;
  readonly logger: Logger;
}): SupergraphSource {
  const { text, urls, logger } = options;
  let current = openSupergraph(text.sdl, urls);
  let unwatch: () => void = () => undefined;
  return {
    get current() {
      return current;
    },
    follow: (apply) => {
      unwatch =
        text.watch?.((sdl) => {
          if (sdl === current.sdl) return;
          try {
            const next = openSupergraph(sdl, urls);
            apply(next);
            current = next;
            logger.info({ subgraphs: next.subgraphs.map(({ name }) => name) }, 'serves a new supergraph');
          } catch (thrown) {
            logger.error({ err: toError(thrown) }, 'refused a new supergraph; the old one goes on being served');
          }
        }) ?? unwatch;
    },
    stop: () => unwatch(),
  };
}

/**
 * The supergraph of a file, looked at every `pollMs` milliseconds; 0 means once. Looking is what works on every file system and when
 * the file is replaced, as editors and mounted configuration do.
 */
export function supergraphFile(path: string, pollMs: number): SupergraphText {
  const sdl = readSupergraphFile(path);
  if (pollMs === 0) return { sdl };
  return {
    sdl,
    watch: (onChange) => {
      const look = () => {
        const text = readIfThere(path);
        if (text !== undefined && text.trim() !== '') onChange(text);
      };
      watchFile(path, { interval: pollMs, persistent: false }, look);
      // It may have changed since it was first read; the gateway takes nothing new while it starts.
      const firstLook = setTimeout(look, pollMs).unref();
      return () => {
        clearTimeout(firstLook);
        unwatchFile(path, look);
      };
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
