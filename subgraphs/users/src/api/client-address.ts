import { AsyncLocalStorage } from 'node:async_hooks';
import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * The network address of the router's client. Whoever sends it has signed the request, so it can be believed; without it
 * wrong passwords are counted by account alone.
 */
export const CLIENT_ADDRESS_HEADER = 'x-galleria-client-address';

const storage = new AsyncLocalStorage<string | null>();

/** Lets resolvers of requests to this server ask for `currentClientAddress`. */
export function rememberClientAddress(server: FastifyInstance): void {
  server.addHook('preHandler', (request, _reply, done) => {
    const address = request.headers[CLIENT_ADDRESS_HEADER];
    storage.run(typeof address === 'string' && isIP(address) !== 0 ? address : null, done);
  });
}

export function currentClientAddress(): string | null {
  return storage.getStore() ?? null;
}
