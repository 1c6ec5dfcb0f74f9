import Negotiator from 'negotiator';
import { RequestRefusal } from './request-refusal.ts';

/**
 * How an answer is sent. They differ in what the status says: `application/json` may come from anything between client
 * and graph, so with it 200 only means that the answer is the graph's, whatever it holds.
 */
export type ResponseType = 'application/json' | 'application/graphql-response+json';

/** The first is for clients that take anything. */
const RESPONSE_TYPES: readonly ResponseType[] = ['application/json', 'application/graphql-response+json'];
/** Clients that may get an answer in parts take a whole one, too. */
const IN_PARTS = ['multipart/mixed', 'text/event-stream'];

/**
 * The media type of an answer, by the client's Accept header (GraphQL over HTTP, section "Media Types"; RFC 9110,
 * section 12.5.1). Throws 406 where the client takes none that there is.
 */
export function responseType(accept: string | undefined): ResponseType {
  const type = acceptedType(accept);
  if (type !== undefined) return type;
  const message = `The graph answers as ${RESPONSE_TYPES.join(' or ')}; the Accept header takes neither.`;
  throw new RequestRefusal(406, 'NOT_ACCEPTABLE', message);
}

/** The same for a refusal, which has to be sent in any case. */
export function refusalType(accept: string | undefined): ResponseType {
  return acceptedType(accept) ?? 'application/json';
}

function acceptedType(accept: string | undefined): ResponseType | undefined {
  const negotiator = new Negotiator({ headers: accept === undefined ? {} : { accept } });
  const best = RESPONSE_TYPES.find((type) => type === negotiator.mediaType([...RESPONSE_TYPES]));
  if (best !== undefined) return best;
  return negotiator.mediaTypes().some((type) => IN_PARTS.includes(type)) ? 'application/json' : undefined;
}
