import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { OperationRequest } from '../graph-engine.ts';
import { persistedHash } from '../persisted-hash.ts';
import { requireShallow } from '../policy/nesting.ts';
import { badRequest, RequestRefusal } from './request-refusal.ts';

const objectSchema = z.record(z.string(), z.unknown());

/** Absent, null and "" mean the same: no operation has the empty name, and tools send it where nobody chose one. */
const nothing = z.literal(['', null]).transform(() => undefined);

const parametersSchema = z.object({
  query: z.union([nothing, z.string()], 'must be a text').optional(),
  operationName: z.union([nothing, z.string()], 'must be a text').optional(),
  variables: z.union([nothing, objectSchema], 'must be an object').optional(),
  extensions: z.union([nothing, objectSchema], 'must be an object').optional(),
});

/**
 * The operation in a request (GraphQL over HTTP, sections "GET" and "POST"). Throws `RequestRefusal` for what is no
 * such request.
 */
export function readOperation({ method, query, body }: FastifyRequest): OperationRequest {
  return readParameters(method === 'GET' || method === 'HEAD' ? fromQueryString(query) : body);
}

/** The same, of parameters that came another way. */
export function readParameters(parameters: unknown): OperationRequest {
  if (Array.isArray(parameters)) throw badRequest('Send one operation in a request: a list of them is not answered.');
  const read = parametersSchema.safeParse(parameters);
  if (!read.success) throw badRequest(explain(read.error));
  const { query: document, operationName, variables, extensions } = read.data;
  const hash = persistedHash(extensions);
  if (hash !== undefined) requireVersion(extensions);
  if (document === undefined && hash === undefined) {
    throw badRequest('There is no query. Send {"query": "{ … }"} as application/json, or ?query=… by GET.');
  }
  if (document !== undefined) {
    if (hash !== undefined) requireItsHash(document, hash);
    requireShallow(document);
  }
  return {
    ...(document === undefined ? {} : { query: document }),
    ...(operationName === undefined ? {} : { operationName }),
    ...(variables === undefined ? {} : { variables }),
    ...(extensions === undefined ? {} : { extensions }),
  };
}

/** Which parameters are wrong, and how: only a body can be wrong as a whole. */
function explain({ issues }: z.ZodError): string {
  if (issues.some(({ path }) => path.length === 0)) return 'The body must be a JSON object.';
  return `${issues.map(({ path, message }) => [...path, message].join(' ')).join('; ')}.`;
}

function fromQueryString(parameters: unknown): Record<string, unknown> {
  const given = objectSchema.parse(parameters);
  for (const [name, value] of Object.entries(given)) {
    if (Array.isArray(value) && name in parametersSchema.shape)
      throw badRequest(`The parameter ${name} is there twice.`);
  }
  return { ...given, variables: parseJson(given, 'variables'), extensions: parseJson(given, 'extensions') };
}

function parseJson(parameters: Readonly<Record<string, unknown>>, name: string): unknown {
  const text = parameters[name];
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(`The parameter ${name} must be JSON.`);
  }
}

/** Of the protocol of persisted queries, as Apollo's clients speak it. */
function requireVersion(extensions: OperationRequest['extensions']): void {
  if ((extensions?.['persistedQuery'] as { readonly version?: unknown }).version === 1) return;
  throw badRequest('extensions.persistedQuery.version must be 1.');
}

function requireItsHash(document: string, hash: string): void {
  if (createHash('sha256').update(document).digest('hex') === hash) return;
  const message = 'extensions.persistedQuery.sha256Hash is not the SHA-256 of the query, in lower-case hexadecimal.';
  throw new RequestRefusal(400, 'PERSISTED_QUERY_HASH_MISMATCH', message);
}
