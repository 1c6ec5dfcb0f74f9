import { SERVER_SENT_EVENTS, type EventFormat } from '@galleria/kit/graphql/send-events';
import Negotiator from 'negotiator';

const BOUNDARY = 'graphql';
const part = (json: string) => `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${json}\r\n--${BOUNDARY}`;

/**
 * Multipart subscriptions
 * (https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol).
 */
const MULTIPART: EventFormat = {
  contentType: `multipart/mixed;boundary="${BOUNDARY}";subscriptionSpec=1.0`,
  opening: `--${BOUNDARY}`,
  event: (json) => part(`{"payload":${json}}`),
  heartbeat: part('{}'),
  closing: '--\r\n',
};

const PART_BOUNDARY = '-';

/**
 * Incremental delivery over HTTP, as clients ask for it with `deferSpec=20220824`
 * (https://github.com/graphql/graphql-over-http/blob/main/rfcs/IncrementalDelivery.md).
 */
export const PARTS: EventFormat = {
  contentType: `multipart/mixed;boundary="${PART_BOUNDARY}";deferSpec=20220824`,
  opening: `\r\n--${PART_BOUNDARY}`,
  event: (json) => `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${json}\r\n--${PART_BOUNDARY}`,
  closing: '--\r\n',
};

/** Whether a client takes an answer in parts, by its Accept header. */
export function takesParts(accept: string | undefined): boolean {
  if (accept === undefined || !/deferspec/i.test(accept)) return false;
  return new Negotiator({ headers: { accept } }).mediaTypes().includes('multipart/mixed') && DEFER_SPEC.test(accept);
}

/** Of other versions parts look different, and who knows only those gets a whole answer. */
const DEFER_SPEC = /;\s*deferspec="?20220824"?\s*(?:[;,]|$)/i;

/** How a client takes events, by its Accept header; undefined when it does not. */
export function eventFormat(accept: string | undefined): EventFormat | undefined {
  if (accept === undefined) return undefined;
  const types = new Negotiator({ headers: { accept } }).mediaTypes();
  if (types.includes('text/event-stream')) return SERVER_SENT_EVENTS;
  return types.includes('multipart/mixed') && /subscriptionspec/i.test(accept) ? MULTIPART : undefined;
}
