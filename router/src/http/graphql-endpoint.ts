import { Server, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import websocket from '@fastify/websocket';
import { GRAPHQL_PATH } from '@galleria/kit/graphql/graphql-route';
import { sendEvents } from '@galleria/kit/graphql/send-events';
import type { Logger } from '@galleria/kit/logger';
import { answerWithoutUpgrade, isWebSocket } from '@galleria/kit/process/upgrades';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSameForClient, sayWhoMayKeep } from '../caching/cache-headers.ts';
import type { AnswerInParts, EngineAnswer, GraphEngine, OperationRequest } from '../graph-engine.ts';
import type { RequestContext } from '../request-context.ts';
import type { AccessLog } from './access-log.ts';
import { eventFormat, PARTS, takesParts } from './event-format.ts';
import { readOperation } from './operation-request.ts';
import { createGraphqlSocket, handleProtocols, MAX_MESSAGE_BYTES } from './graphql-socket.ts';
import { methodNotAllowed, RequestRefusal } from './request-refusal.ts';
import { responseType, type ResponseType } from './response-type.ts';
import type { ViewerContext } from './viewer-context.ts';

/** HEAD is what a GET would be answered, without the body. */
const ALLOWED = ['GET', 'POST', 'HEAD'];
const PATHS = [GRAPHQL_PATH, `${GRAPHQL_PATH}/`];

export interface GraphqlEndpointOptions {
  readonly engine: GraphEngine;
  readonly viewerContext: ViewerContext;
  readonly accessLog: Pick<AccessLog, 'openOperation'>;
  readonly logger: Logger;
}

/**
 * GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/) at `/graphql`: queries by GET and POST,
 * mutations by POST. Another site's page can send no request that changes anything: none by GET does, and a POST must
 * be JSON, for which a browser asks first.
 */
export async function registerGraphqlEndpoint(
  app: FastifyInstance,
  { engine, viewerContext, accessLog, logger }: GraphqlEndpointOptions,
): Promise<void> {
  // What a form can send without asking is no request to a graph.
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request) => {
    if (!isGraphqlPath(request.routeOptions.url)) return;
    if (!ALLOWED.includes(request.method)) throw refusedMethod(request);
    refuseCompressed(request);
  });
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const { accept } = request.headers;
    const type = responseType(accept);
    const format = eventFormat(accept);
    // Whose token is refused hears of that first, whatever the body holds.
    const context = await viewerContext.ofRequest(request, reply);
    const operation = readOperation(request);
    const inParts = takesParts(accept);
    if (format === undefined) {
      const answer = inParts ? engine.deliver(operation, context) : engine.execute(operation, context);
      return sendAnswer({ request, reply, context, operation, type }, await answer);
    }
    const answer = await engine.follow(operation, context, inParts);
    if (!(Symbol.asyncIterator in answer)) return sendAnswer({ request, reply, context, operation, type }, answer);
    await sendEvents(reply, answer, format, app.stopping);
    return reply;
  };
  const server = webSocketsOf(app.server);
  await app.register(websocket, { options: { server, maxPayload: MAX_MESSAGE_BYTES, handleProtocols } });
  const wsHandler = createGraphqlSocket(app, { engine, contextOf: viewerContext.ofSocket, accessLog, logger });
  const others = app.supportedMethods.filter((method) => method !== 'GET');
  for (const url of PATHS) {
    app.route({ url, method: 'GET', handler, wsHandler, exposeHeadRoute: false });
    app.route({ url, method: others, handler, exposeHeadRoute: false });
  }
}

/** Only what asks for a WebSocket: all else that offers another protocol is answered as if it did not. */
function webSocketsOf(server: Server): Server {
  const webSockets = new Server();
  server.on('upgrade', (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    if (isWebSocket(request)) webSockets.emit('upgrade', request, duplex, head);
    else answerWithoutUpgrade(server, { request, socket: duplex as Socket, head });
  });
  return webSockets;
}

/** Whether a route's pattern, or the address of a request that has no route, is the graph's. */
export function isGraphqlPath(url: string | undefined): boolean {
  return PATHS.includes(url?.split('?', 1)[0] ?? '');
}

/** For every other method: those that fastify does not know have no route. */
export function refusedMethod({ method }: FastifyRequest): RequestRefusal {
  return methodNotAllowed(`The graph answers GET and POST, not ${method}.`, 'GET, POST');
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly context: RequestContext;
  readonly operation: OperationRequest;
  readonly type: ResponseType;
}

/** What a step of the operation has set as a header or a cookie goes with the first part. */
async function sendAnswer(asked: Asked, answer: EngineAnswer | AnswerInParts): Promise<FastifyReply> {
  if ('json' in answer) return send(asked, answer);
  await sendEvents(asked.reply, answer.parts, PARTS);
  return asked.reply;
}

function send({ request, reply, context, operation, type }: Asked, answer: EngineAnswer): FastifyReply {
  for (const [name, value] of answer.headers) void reply.header(name, value);
  const refused = type === 'application/json' ? 200 : 400;
  void reply.code(answer.status ?? (answer.isRefusal ? refused : 200)).header('content-type', `${type}; charset=utf-8`);
  sayWhoMayKeep(reply, context);
  return isSameForClient({ request, reply, operation, mediaType: type }, answer.json)
    ? reply.removeHeader('content-type').code(304).send()
    : reply.send(answer.json);
}

function refuseCompressed({ headers }: FastifyRequest): void {
  const coding = headers['content-encoding'];
  if (coding === undefined || coding === 'identity') return;
  const message = 'Send the body as it is, without Content-Encoding.';
  throw new RequestRefusal(415, 'UNSUPPORTED_CONTENT_ENCODING', message, { 'accept-encoding': 'identity' });
}
