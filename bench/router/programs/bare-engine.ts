/** The router's engine behind the least of servers: what its front end and its policies cost is the difference. */
import { readFileSync } from 'node:fs';
import { createLogger } from '@galleria/kit/logger';
import { createEngine } from '../../../router/src/engine/engine.ts';
import { createLocalPlanner } from '../../../router/src/engine/testing/local-planner.ts';
import type { PlannerName } from '../../../router/src/plan/planner.ts';
import { createSubgraphClients } from '../../../router/src/subgraphs/subgraph-clients.ts';
import { createSubgraphFetch } from '../../../router/src/subgraphs/subgraph-fetch.ts';
import { trafficOf } from '../../../router/src/subgraphs/traffic/traffic.ts';
import { openSupergraph } from '../../../router/src/supergraph/supergraph.ts';
import { answerPosts } from './answer-posts.ts';

const [port, supergraphFile = '', planner] = process.argv.slice(2);
const supergraph = openSupergraph(readFileSync(supergraphFile, 'utf8'), new Map());
const logger = createLogger({ service: 'bench', level: 'error' });
const clients = createSubgraphClients({ traffic: trafficOf(), logger });
clients.use(supergraph.subgraphs);
const fetch = createSubgraphFetch({
  clients,
  logger,
  sessionService: '',
  operationTimeoutMs: 30_000,
  sharing: undefined,
  entityCache: undefined,
});
const engine = createEngine<null>({
  supergraph: supergraph.sdl,
  planner: createLocalPlanner(supergraph.sdl, planner as PlannerName),
  fetch: (service, request, { kind, signal, startedAt, place }) =>
    fetch(service, request, {
      context: {},
      isMutation: kind === 'mutation',
      mayShare: false,
      signal,
      startedAt,
      place,
    }),
});

answerPosts(Number(port), async (body) => {
  const { query, variables, operationName } = JSON.parse(body) as Record<'query' | 'operationName', string> & {
    variables: Record<string, unknown>;
  };
  const { data, errors } = await engine.write({ query, variables, operationName, context: null });
  return errors === undefined
    ? `{"data":${data}}`
    : JSON.stringify({ data: JSON.parse(data ?? 'null') as unknown, errors });
});
