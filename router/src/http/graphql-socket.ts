import { runInContext } from '@galleria/kit/execution-context';
import { ServiceError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GraphQLError, GraphQLSchema, parse, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { EngineAnswer, GraphEngine, OperationRequest } from '../graph-engine.ts';
import { visibleDetails } from '../policy/error-masking.ts';
import type { AccessLog, LoggedOperation } from './access-log.ts';
import { readParameters } from './operation-request.ts';
import { RequestRefusal } from './request-refusal.ts';
import type { ViewerContext } from './viewer-context.ts';

/** As for a body over HTTP. */
export const MAX_MESSAGE_BYTES = 1_048_576;
/** Operations of one client at a time. */
const MAX_OPERATIONS = 100;
const PING_MS = 12_000;
const SERVICE_RESTART = 1012;
/** The protocol's server wants to know what kind of operation it is, and does the same with each. */
const ANY_OPERATION = { schema: new GraphQLSchema({}), document: parse('{ __typename }') };

export interface GraphqlSocketOptions {
  readonly engine: GraphEngine;
  readonly contextOf: ViewerContext['ofSocket'];
  readonly accessLog: Pick<AccessLog, 'openOperation'>;
  readonly logger: Logger;
}

interface Extra {
  readonly request: FastifyRequest;
  /** Ends with the connection. */
  readonly signal: AbortSignal;
}

/** What the protocol's server is given in place of a schema's execution. */
interface Asked extends ExecutionArgs {
  readonly contextValue: {
    readonly operation: OperationRequest;
    readonly extra: Extra;
    readonly authorization?: string;
  };
}

export { handleProtocols };

/**
 * GraphQL over WebSocket (https://github.com/enisdenis/graphql-ws/blob/master/PROTOCOL.md): queries, mutations and
 * subscriptions. The access token comes as `authorization` in the payload of `connection_init`, because a browser can
 * send no header with a WebSocket; so no cookie is looked at, and another site's page is a visitor.
 */
export function createGraphqlSocket(app: FastifyInstance, options: GraphqlSocketOptions) {
  const protocol = makeServer<Record<string, unknown>, Extra>(protocolOptions(options));
  return (socket: WebSocket, request: FastifyRequest): void => {
    const closing = new AbortController();
    const restart = () => socket.close(SERVICE_RESTART, 'Service restart');
    app.stopping.addEventListener('abort', restart, { once: true });
    const ping = keepAlive(socket);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => sendText(socket, text),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) =>
          socket.on('message', (data: Buffer) => {
            handle(data.toString('utf8')).catch((thrown: unknown) => {
              // Whatever a client sends that is no message of the protocol.
              options.logger.debug({ err: thrown }, 'a message over a WebSocket cannot be understood');
              socket.close(CloseCode.BadRequest, 'Bad request');
            });
          }),
      },
      { request, signal: closing.signal },
    );
    socket.on('error', () => socket.terminate());
    socket.once('close', (code, reason) => {
      clearInterval(ping);
      app.stopping.removeEventListener('abort', restart);
      closing.abort();
      void closed(code, reason.toString());
    });
  };
}

function protocolOptions({ engine, contextOf, accessLog }: GraphqlSocketOptions) {
  const answerOne = async ({ operation, extra, authorization }: Asked['contextValue'], logged: LoggedOperation) => {
    const ended = new AbortController();
    try {
      const signal = AbortSignal.any([extra.signal, ended.signal]);
      const context = await contextOf(extra.request, authorization, { ...logged, signal });
      const answered = await engine.follow(operation, context);
      if (!('json' in answered)) return results('parts' in answered ? answered.parts : answered, ended, logged);
      logged.end();
      return resultOf(answered);
    } catch (thrown) {
      return refused(thrown, logged);
    }
  };
  const answer = ({ contextValue }: ExecutionArgs) => {
    const asked = contextValue as Asked['contextValue'];
    const logged = accessLog.openOperation(asked.extra.request);
    return inContextOf(logged, () => answerOne(asked, logged));
  };
  return {
    onSubscribe: (
      { connectionParams, extra, subscriptions }: SocketContext,
      _id: string,
      payload: unknown,
    ): Asked | readonly GraphQLError[] => {
      try {
        if (Object.keys(subscriptions).length > MAX_OPERATIONS) throw tooMany();
        const operation = readParameters(payload);
        const authorization = readAuthorization(connectionParams);
        const contextValue = { operation, extra, ...(authorization === undefined ? {} : { authorization }) };
        return { ...ANY_OPERATION, contextValue };
      } catch (thrown) {
        return refused(thrown, accessLog.openOperation(extra.request)).errors;
      }
    },
    execute: answer,
    subscribe: answer,
  };
}

interface SocketContext {
  readonly connectionParams?: Readonly<Record<string, unknown>>;
  readonly extra: Extra;
  readonly subscriptions: object;
}

function readAuthorization(parameters: SocketContext['connectionParams'] = {}): string | undefined {
  const value = parameters['authorization'] ?? parameters['Authorization'];
  return typeof value === 'string' ? value : undefined;
}

/**
 * The answers to a subscription. `return` ends it at once, also while it waits for an event, where a generator would
 * wait with it.
 */
function results(
  texts: AsyncIterable<string>,
  ended: AbortController,
  logged: LoggedOperation,
): AsyncIterableIterator<ExecutionResult> {
  const answers = parsed(texts, logged);
  return {
    // Whoever asks for the next event does it in the context of the connection.
    next: () => inContextOf(logged, () => answers.next()),
    throw: (error: unknown) => answers.throw(error),
    return: () => {
      ended.abort();
      // A generator that nobody has asked yet runs no `finally`.
      logged.end();
      return answers.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function inContextOf<T>({ correlationId }: LoggedOperation, work: () => T): T {
  return runInContext({ correlationId }, work);
}

async function* parsed(texts: AsyncIterable<string>, logged: LoggedOperation): AsyncGenerator<ExecutionResult, void> {
  try {
    for await (const text of texts) yield toResult(text);
  } finally {
    logged.end();
  }
}

function resultOf({ json }: EngineAnswer): ExecutionResult {
  return toResult(json);
}

/** The protocol's server asks each error for its JSON. */
function toResult(json: string): ExecutionResult {
  const { errors, ...rest } = JSON.parse(json) as { errors?: readonly object[] };
  if (errors === undefined) return rest;
  return { ...rest, errors: errors.map((error) => ({ toJSON: () => error })) as unknown as readonly GraphQLError[] };
}

function refused(thrown: unknown, { outcome, end }: LoggedOperation): { readonly errors: GraphQLError[] } {
  const refusal = refusalOf(thrown);
  outcome.errors = [String(refusal.extensions['code'])];
  end();
  return { errors: [refusal] };
}

function refusalOf(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  if (thrown instanceof RequestRefusal) return new GraphQLError(thrown.message, { extensions: { code: thrown.code } });
  if (thrown instanceof ServiceError) {
    const { message, code, details } = thrown;
    return new GraphQLError(message, { extensions: { code, ...visibleDetails(details) } });
  }
  throw thrown;
}

function tooMany(): GraphQLError {
  const message = `A connection has at most ${MAX_OPERATIONS} operations at a time.`;
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_OPERATIONS' } });
}

/** Resolves when it has gone out: the next event is asked for then. */
function sendText(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
    else resolve();
  });
}

/** A connection whose other end has gone without a word is ended. */
function keepAlive(socket: WebSocket): NodeJS.Timeout {
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  return setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_MS);
}
