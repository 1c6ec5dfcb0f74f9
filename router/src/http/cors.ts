import cors from '@fastify/cors';
import { CORRELATION_HEADER } from '@galleria/kit/execution-context';
import type { FastifyInstance } from 'fastify';

const PREFLIGHT_SECONDS = 600;

/**
 * Lets web pages of the given origins call the graph; none by default. Credentials stay off: the graph knows its
 * callers by bearer token, and the one cookie it reads is for the shop's own origin, so another page can do nothing in
 * a visitor's name.
 */
export async function registerCors(
  app: FastifyInstance,
  { origins, privateNetwork }: { readonly origins: readonly string[]; readonly privateNetwork: boolean },
): Promise<void> {
  if (origins.length === 0) return;
  if (privateNetwork) letIntoPrivateNetwork(app, origins);
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    exposedHeaders: [CORRELATION_HEADER, 'RateLimit', 'RateLimit-Policy', 'Retry-After'],
    maxAge: PREFLIGHT_SECONDS,
  });
}

/**
 * A page from the internet, such as the hosted Sandbox, may ask an address of this machine or its network only where
 * that says so (https://wicg.github.io/private-network-access/): while people develop, and nowhere else.
 */
function letIntoPrivateNetwork(app: FastifyInstance, origins: readonly string[]): void {
  app.addHook('onRequest', async ({ headers }, reply) => {
    if (headers['access-control-request-private-network'] !== 'true') return;
    if (origins.includes(headers.origin ?? '')) void reply.header('access-control-allow-private-network', 'true');
  });
}
