import cors from '@fastify/cors';
import { CORRELATION_HEADER } from '@galleria/kit/execution-context';
import type { FastifyInstance } from 'fastify';

const PREFLIGHT_SECONDS = 600;

/**
 * Lets web pages of the given origins call the graph; none by default. Credentials stay off: the graph knows its
 * callers by bearer token, and the one cookie it reads is for the shop's own origin, so another page can do nothing in
 * a visitor's name.
 */
export async function registerCors(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    exposedHeaders: [CORRELATION_HEADER],
    maxAge: PREFLIGHT_SECONDS,
  });
}
