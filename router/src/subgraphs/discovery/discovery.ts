import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import type { NameLookup } from './name-lookup.ts';
import { parseInstanceAddress } from './instance-address.ts';

export interface Discovery {
  /** Resolves when each name was looked up once, found or not. */
  readonly first: Promise<void>;
  /** An instance cannot be reached: it may be somewhere else by now, which is looked up before its time. */
  soon(): void;
  stop(): void;
}

export interface DiscoveryOptions {
  readonly name: string;
  /** As the configuration or the supergraph has them. */
  readonly addresses: readonly string[];
  readonly lookUp: NameLookup;
  readonly everyMs: number;
  /** Called at once, and with every change. */
  readonly onFound: (urls: readonly string[]) => void;
  readonly logger: Logger;
}

/** Between two lookups, at least, when instances fail. */
const SOON_MS = 1_000;
const NOTHING_TO_LOOK_UP: Discovery = {
  first: Promise.resolve(),
  soon: () => undefined,
  stop: () => undefined,
};

/**
 * The instances of a subgraph: those with an address of their own, and those that names stand for, which are looked up
 * again and again. What cannot be looked up, or is suddenly nobody, stays as it was: to try where instances have been
 * is better than to try none.
 */
export function createDiscovery({ name, addresses, lookUp, everyMs, onFound, logger }: DiscoveryOptions): Discovery {
  const places = addresses.map((text) => {
    const address = parseInstanceAddress(text);
    if (address === undefined) throw new Error(`${name} has an address that is none: ${text}`);
    return { address, urls: address.kind === 'fixed' ? [address.url] : [], failed: false };
  });
  let told: string | undefined;
  const tell = (): void => {
    const urls = [...new Set(places.flatMap((place) => place.urls))];
    const key = urls.join(' ');
    if (told === key) return;
    if (told !== undefined) logger.info({ service: name, urls }, 'instances were found');
    told = key;
    onFound(urls);
  };
  const look = async (place: (typeof places)[number]): Promise<void> => {
    if (place.address.kind === 'fixed') return;
    try {
      const urls = await lookUp(place.address);
      if (urls.length === 0) throw new Error('it has no addresses');
      // Name servers give them in another order each time.
      place.urls = urls.toSorted();
      place.failed = false;
    } catch (thrown) {
      const reason = toError(thrown).message;
      const level = place.failed ? 'debug' : 'warn';
      logger[level]({ service: name, host: place.address.name, reason }, 'instances cannot be looked up');
      place.failed = true;
    }
  };
  tell();
  if (places.every(({ address }) => address.kind === 'fixed')) return NOTHING_TO_LOOK_UP;

  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let lookedAt = 0;
  const schedule = (ms: number): void => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(() => void lookAll(), ms).unref();
  };
  const lookAll = async (): Promise<void> => {
    lookedAt = performance.now();
    await Promise.all(places.map(look));
    if (!isStopped) tell();
    schedule(everyMs);
  };
  return {
    first: lookAll(),
    soon: () => schedule(Math.max(0, Math.min(everyMs, SOON_MS) - (performance.now() - lookedAt))),
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
