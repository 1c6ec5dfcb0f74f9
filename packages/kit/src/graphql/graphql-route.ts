import { HeaderMap, type ApolloServer, type BaseContext, type HTTPGraphQLResponse } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createCallerPatience, REMAINING_HEADER, type CallerPatience } from '../deadline.ts';
import { currentContext, runInContext } from '../execution-context.ts';
import { newId } from '../identifiers.ts';
import { EVENT_STREAM } from './event-stream.ts';

export const GRAPHQL_PATH = '/graphql';

export interface GraphqlRoute<Context> {
  readonly contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<Context>;
  /** Answers a POST that asks for events: Apollo Server has no subscriptions. */
  readonly streamEvents: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
}

/**
 * Serves GraphQL over HTTP (GET and POST) at `/graphql` from a started Apollo Server. A route of our own rather than an
 * integration package: Apollo's integration contract is these few lines, and `contextOf` runs before a body is looked
 * at.
 */
export function registerGraphqlRoute<Context extends BaseContext>(
  app: FastifyInstance,
  server: ApolloServer<Context>,
  { contextOf, streamEvents }: GraphqlRoute<Context>,
): void {
  app.route({
    url: GRAPHQL_PATH,
    // Apollo Server refuses what is neither GET nor POST with 405 and the methods that it allows.
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    handler: async (request, reply) => {
      const { method, headers } = request;
      if (method === 'POST' && headers.accept?.startsWith(EVENT_STREAM) === true) return streamEvents(request, reply);
      const patience = patienceOf(request, reply);
      try {
        const response = await whileWaitedFor(patience, () =>
          server.executeHTTPGraphQLRequest({
            httpGraphQLRequest: {
              method: request.method,
              headers: headerMap(request),
              search: request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '',
              body: request.body,
            },
            context: () => contextOf(request, reply),
          }),
        );
        return await send(reply, response);
      } finally {
        patience.end();
      }
    },
  });
}

/** Without a signature nothing is executed, and nobody's header means anything. */
function patienceOf(request: FastifyRequest, reply: FastifyReply): CallerPatience {
  const patience = createCallerPatience(request.headers[REMAINING_HEADER]);
  reply.raw.once('close', () => {
    if (!reply.raw.writableEnded) patience.giveUp();
  });
  return patience;
}

function whileWaitedFor<T>(deadline: CallerPatience, work: () => T): T {
  return runInContext({ ...(currentContext() ?? { correlationId: newId() }), deadline }, work);
}

function headerMap(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

async function send(reply: FastifyReply, response: HTTPGraphQLResponse): Promise<FastifyReply> {
  for (const [name, value] of response.headers) void reply.header(name, value);
  void reply.code(response.status ?? 200);
  if (response.body.kind === 'complete') return reply.send(response.body.string);
  let body = '';
  for await (const chunk of response.body.asyncIterator) body += chunk;
  return reply.send(body);
}
