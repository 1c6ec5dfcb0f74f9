import type { Logger } from '@galleria/kit/logger';
import { createDiscovery } from '../../subgraphs/discovery/discovery.ts';
import type { NameLookup } from '../../subgraphs/discovery/name-lookup.ts';

export interface KeyAddressesOptions {
  /** Where the keys are: URLs, and names that stand for several (docs/guides/traffic.md). */
  readonly addresses: readonly string[];
  readonly lookUp: NameLookup;
  readonly lookUpEveryMs: number;
  readonly logger: Logger;
}

export interface KeyAddresses {
  /** Asks until an address answers 200. Rejects when none does before `signal` ends. */
  readonly fetchKeys: (request: KeyRequest) => Promise<Response>;
  readonly stop: () => void;
}

interface KeyRequest {
  readonly headers: Headers;
  readonly signal: AbortSignal;
}

/** An instance that says nothing for so long is not waited for alone. */
const NEXT_AFTER_MS = 300;

/**
 * The instances that publish the keys. Each has all of them: the next is asked when one fails, or takes its time, and
 * the first answer counts.
 */
export function createKeyAddresses(options: KeyAddressesOptions): KeyAddresses {
  const { addresses, lookUp, lookUpEveryMs, logger } = options;
  let urls: readonly string[] = [];
  const discovery = createDiscovery({
    ...{ name: 'keys of access tokens', addresses, lookUp, everyMs: lookUpEveryMs, logger },
    onFound: (found) => (urls = found),
  });
  return {
    fetchKeys: async (request) => {
      if (urls.length === 0) await discovery.first;
      try {
        return await askInTurn(urls, request);
      } catch (thrown) {
        discovery.soon();
        throw thrown;
      }
    },
    stop: () => discovery.stop(),
  };
}

async function askInTurn([url, ...others]: readonly string[], request: KeyRequest): Promise<Response> {
  if (url === undefined) throw new Error('the keys have no address');
  const asked = ask(url, request);
  if (others.length === 0) return asked;
  return Promise.any([asked, failedOrSlow(asked).then(() => askInTurn(others, request))]);
}

async function ask(url: string, { headers, signal }: KeyRequest): Promise<Response> {
  const response = await fetch(url, { headers, redirect: 'manual', signal });
  // Read here: one that ends in the middle has not answered.
  const text = await response.text();
  if (response.status !== 200) throw new Error(`answered ${response.status}`);
  return new Response(text, { headers: { 'content-type': 'application/json' } });
}

/** Never resolves for what succeeds soon. */
function failedOrSlow(asked: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, NEXT_AFTER_MS);
    asked.then(
      () => clearTimeout(timer),
      () => {
        clearTimeout(timer);
        resolve();
      },
    );
  });
}
