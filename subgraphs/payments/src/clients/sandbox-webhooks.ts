import { setTimeout as wait } from 'node:timers/promises';
import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { SANDBOX_SIGNATURE_HEADER, type SandboxEvent } from './sandbox-events.ts';
import { signWebhook } from './webhook-signature.ts';

/** Delivers the sandbox's webhooks. */
export interface SandboxWebhooks {
  /** Sends the event in the background; without an address nothing happens. */
  readonly send: (event: SandboxEvent) => void;
  /** Where they go from now on. */
  readonly deliverTo: (url: string) => void;
  /** Gives up what is under way. */
  readonly stop: () => Promise<void>;
}

const RETRY_DELAYS_MS = [200, 1_000, 5_000];
const TIMEOUT_MS = 2_000;

/**
 * Posts each event, signed, until it is taken, four times at most. A real provider goes on for days; this one forgets
 * what it has not delivered with its process, which is what the requests under an idempotency key are for, and `npm run
 * reconcile`.
 */
export function createSandboxWebhooks(options: {
  readonly secret: string;
  readonly clock: () => Date;
  readonly logger: Logger;
}): SandboxWebhooks {
  const { secret, clock, logger } = options;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let address: string | undefined;

  const post = async (url: string, body: Buffer): Promise<boolean> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [SANDBOX_SIGNATURE_HEADER]: signWebhook(secret, body, clock()) },
      body: new Uint8Array(body),
      signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return response.ok;
  };

  const deliver = async (url: string, event: SandboxEvent): Promise<void> => {
    const body = Buffer.from(JSON.stringify(event));
    for (const delayMs of [...RETRY_DELAYS_MS, 0]) {
      const isTaken = await post(url, body).catch((thrown: unknown) => {
        logger.debug({ eventId: event.id, reason: toError(thrown).message }, 'webhook not delivered');
        return false;
      });
      if (isTaken) return;
      await wait(delayMs, undefined, { signal: stopping.signal });
    }
    logger.warn({ eventId: event.id }, 'webhook given up');
  };

  return {
    send: (event) => {
      if (address === undefined || stopping.signal.aborted) return;
      const delivery = deliver(address, event)
        // Only stopping ends it before its time.
        .catch(() => undefined)
        .finally(() => underWay.delete(delivery));
      underWay.add(delivery);
    },
    deliverTo: (url) => void (address = url),
    stop: async () => {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}
