import type { FastifyInstance } from 'fastify';
import type { RouterReadiness } from '../subgraphs/subgraph-readiness.ts';

/**
 * `GET /ready`: 200 as soon as the router answers queries, whatever its subgraphs do, so that one dead subgraph never
 * takes it out of a load balancer; the body tells which are up.
 */
export function registerReadyRoute(app: FastifyInstance, readiness: () => Promise<RouterReadiness>): void {
  app.get('/ready', async () => readiness());
}
