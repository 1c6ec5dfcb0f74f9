import type { FastifyInstance } from 'fastify';

export function registerLandingPage(_app: FastifyInstance): void {
  return;
}
