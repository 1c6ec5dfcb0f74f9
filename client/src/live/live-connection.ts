import { createClient, type FormattedExecutionResult, type Sink, type SubscribePayload } from 'graphql-ws/client';
import { session } from '../graph/client.ts';

/** A proxy that lets a WebSocket open and nothing through it is as good as none. */
const OPEN_WITHIN_MS = 5_000;
const PING_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

let silence = 0;

/**
 * One WebSocket for all that a page follows: streams over HTTP would each take one of the six connections that a
 * browser has for a shop. It is open while something is followed. Whoever lost it asks anew.
 */
const client = createClient({
  url: () => `${location.origin.replace(/^http/, 'ws')}/graphql`,
  connectionParams: async () => {
    const token = await session.accessToken();
    return token === null ? {} : { authorization: `Bearer ${token}` };
  },
  retryAttempts: 0,
  connectionAckWaitTimeout: OPEN_WITHIN_MS,
  keepAlive: PING_MS,
  on: {
    ping: (received) => {
      if (!received) silence = window.setTimeout(() => client.terminate(), PONG_WITHIN_MS);
    },
    pong: () => window.clearTimeout(silence),
    closed: () => window.clearTimeout(silence),
  },
});

// Who asks is said once, when it is opened.
session.signedIn.subscribe(() => client.terminate());

/** Gives what ends it. */
export function subscribe(payload: SubscribePayload, sink: Sink<FormattedExecutionResult>): () => void {
  return client.subscribe(payload, sink);
}

/** The token that it was opened with is believed no more: what is followed over it is asked for with another. */
export function renewConnection(): void {
  session.reject();
  client.terminate();
}
