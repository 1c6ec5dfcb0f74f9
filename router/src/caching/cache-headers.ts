import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperationRequest } from '../graph-engine.ts';
import { persistedHash } from '../persisted-hash.ts';
import type { RequestContext } from '../request-context.ts';
import { NOT_KEPT } from './answer-caching.ts';
import { entityTag, holdsTag } from './entity-tag.ts';

/** By what of a request its answer may differ, beside the address. */
const VARIES = 'accept, authorization';

/** Cache-Control and Vary of an answer. Nobody keeps one with an error, or one that nothing is known of. */
export function sayWhoMayKeep(reply: FastifyReply, { caching, outcome }: RequestContext): void {
  const cacheControl = outcome.errors === undefined ? (caching?.header() ?? NOT_KEPT) : NOT_KEPT;
  // Where pages of other origins may ask, it differs by their origin, too.
  const given = reply.getHeader('vary');
  const vary = typeof given === 'string' ? `${given.toLowerCase()}, ${VARIES}` : VARIES;
  void reply.header('cache-control', cacheControl).header('vary', vary);
}

/**
 * Whether a client has the answer already. For a persisted query by GET, whose answer has an address of its own and
 * gets an ETag, where it may be kept.
 */
export function isSameForClient(
  asked: {
    readonly request: FastifyRequest;
    readonly reply: FastifyReply;
    readonly operation: OperationRequest;
    readonly mediaType: string;
  },
  text: string,
): boolean {
  const { request, reply, operation, mediaType } = asked;
  if (request.method === 'POST' || persistedHash(operation.extensions) === undefined) return false;
  if (reply.getHeader('cache-control') === NOT_KEPT) return false;
  const tag = entityTag(mediaType, text);
  void reply.header('etag', tag);
  return holdsTag(request.headers['if-none-match'], tag);
}
