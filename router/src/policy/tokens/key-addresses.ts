import type { Logger } from '@galleria/kit/logger';
import { createDiscovery } from '../../subgraphs/discovery/discovery.ts';
import type { NameLookup } from '../../subgraphs/discovery/name-lookup.ts';

export interface KeyAddressesOptions {
  /** Where the keys are: URLs, and names that stand for several (docs/guides/traffic.md). */
  readonly addresses: readonly string[];
  readonly lookUp: NameLookup;
  readonly lookUpEveryMs: number;
  /** For all addresses together. */
  readonly timeoutMs: number;
  readonly logger: Logger;
}

export interface KeyAddresses {
  /** Asks one address after the other until one answers 200. Rejects with the reason of the last. */
  readonly fetchKeys: (request: { readonly headers: Headers; readonly signal: AbortSignal }) => Promise<Response>;
  readonly stop: () => void;
}

/** The instances that publish the keys. Each has all of them; the one that answered last is asked first. */
export function createKeyAddresses(options: KeyAddressesOptions): KeyAddresses {
  const { addresses, lookUp, lookUpEveryMs, timeoutMs, logger } = options;
  let urls: readonly string[] = [];
  const discovery = createDiscovery({
    ...{ name: 'keys of access tokens', addresses, lookUp, everyMs: lookUpEveryMs, logger },
    onFound: (found) => (urls = found),
  });
  const fetchKeys: KeyAddresses['fetchKeys'] = async ({ headers, signal }) => {
    if (urls.length === 0) await discovery.first;
    let reason: unknown = new Error('the keys have no address');
    const inTurn = urls;
    for (const url of inTurn) {
      try {
        // One that is silent leaves time for the others.
        const patience = AbortSignal.any([signal, AbortSignal.timeout(Math.floor(timeoutMs / inTurn.length))]);
        const response = await fetch(url, { headers, redirect: 'manual', signal: patience });
        const text = await response.text();
        if (response.status !== 200) throw new Error(`answered ${response.status}`);
        urls = [url, ...urls.filter((other) => other !== url)];
        return new Response(text, { headers: { 'content-type': 'application/json' } });
      } catch (thrown) {
        reason = thrown;
      }
    }
    discovery.soon();
    throw reason;
  };
  return { fetchKeys, stop: () => discovery.stop() };
}
