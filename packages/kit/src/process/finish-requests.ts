import { Server } from 'node:net';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    /** Ends when the server begins to close, for answers that have no end of their own. */
    stopping: AbortSignal;
  }
}

/** For fastify's own part of the closing: what still comes over a connection that is open is answered. */
export const ANSWERS_TO_THE_END = { return503OnClosing: false } as const;

/** How long an idle connection stays, for the request that may be on its way. */
const LINGER_MS = 200;
/** Below what a process has to stop in. */
const FINISH_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 20;

/**
 * What `close()` does first: `/ready` answers 503, and the server takes no new connection. It answers what was asked of
 * it, and says with each answer that its connection ends, so that no client sends its next request into a connection
 * that closes. After 3 s the rest is cut off, and what comes of it is as uncertain to its client as after a crash.
 */
export function finishRequests(app: FastifyInstance): void {
  let isClosing = false;
  const stopping = new AbortController();
  app.decorate('stopping', { getter: () => stopping.signal });
  app.addHook('onRequest', async (request, reply) => {
    if (isClosing && request.routeOptions.url === '/ready') return reply.code(503).send({ status: 'stopping' });
  });
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) void reply.header('connection', 'close');
  });
  app.addHook('preClose', async () => {
    isClosing = true;
    stopping.abort();
    if (app.server.listening) await lastConnection(app);
  });
}

async function lastConnection({ server }: FastifyInstance): Promise<void> {
  const startedAt = performance.now();
  const look = () => {
    const ms = performance.now() - startedAt;
    if (ms >= FINISH_WITHIN_MS) server.closeAllConnections();
    // What has arrived meanwhile on a busy machine is read first: its connection is idle no more.
    else if (ms >= LINGER_MS) setImmediate(() => server.closeIdleConnections());
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  // Connections that the system has accepted are taken over before no more are.
  await new Promise((resolve) => setImmediate(resolve));
  // The method of an HTTP server would end all idle connections at once.
  await new Promise<void>((resolve) => Server.prototype.close.call(server, () => resolve()));
  clearInterval(timer);
}
