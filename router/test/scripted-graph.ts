import { composeServices } from '@apollo/composition';
import { createLogger } from '@galleria/kit/logger';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { parse } from 'graphql';
import { Writable } from 'node:stream';
import { inject } from 'vitest';
import { createRouter } from '../src/app.ts';
import { loadRouterConfig } from '../src/config.ts';
import { SECRET } from './fixture-graph.ts';

/** What a subgraph was asked. */
export interface AskedSubgraph {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly headers: Record<string, unknown>;
  /** Resolves when nobody waits for the answer any more. */
  readonly left: Promise<void>;
  /** For headers of the answer. */
  readonly reply: FastifyReply;
}

export type Script = (asked: AskedSubgraph) => unknown;

export interface ScriptedGraph {
  readonly router: FastifyInstance;
  readonly url: string;
  readonly lines: Record<string, unknown>[];
  /** What each subgraph was asked, in the order in which it came. */
  readonly asked: Readonly<Record<string, AskedSubgraph[]>>;
  /** How each subgraph answers from now on. */
  readonly scripts: Record<string, Script>;
  stop(): Promise<void>;
}

/** A router over subgraphs that say what a test wants them to, when it wants them to. */
export async function startScriptedGraph(
  schemas: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<ScriptedGraph> {
  const names = Object.keys(schemas);
  const asked: Record<string, AskedSubgraph[]> = Object.fromEntries(names.map((name) => [name, []]));
  const scripts: Record<string, Script> = {};
  const subgraphs = names.map((name) => subgraph((one) => (asked[name]!.push(one), scripts[name]?.(one))));
  const urls = await Promise.all(subgraphs.map((app) => app.listen({ host: '127.0.0.1', port: 0 })));
  const composed = composeServices(
    names.map((name, index) => ({ name, url: `${urls[index]}/graphql`, typeDefs: parse(schemas[name]!) })),
  );
  if (composed.errors !== undefined) throw new AggregateError(composed.errors);
  const lines: Record<string, unknown>[] = [];
  const config = loadRouterConfig({
    VIEWER_SIGNING_SECRET: SECRET,
    NODE_ENV: 'test',
    ROUTER_ENGINE: inject('routerEngine'),
    ...env,
  });
  const router = await createRouter({ config, logger: recorder(lines), supergraph: { sdl: composed.supergraphSdl } });
  const url = `${await router.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
  return {
    router,
    url,
    lines,
    asked,
    scripts,
    stop: async () => {
      await router.close();
      await Promise.all(subgraphs.map((app) => app.close()));
    },
  };
}

function subgraph(answer: Script): FastifyInstance {
  const app = fastify({ forceCloseConnections: true });
  app.get('/ready', async () => ({ status: 'ready' }));
  app.post('/graphql', async (request, reply) => {
    const { query, variables = {} } = request.body as Pick<AskedSubgraph, 'query' | 'variables'>;
    const left = new Promise<void>((resolve) => {
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) resolve();
      });
    });
    return answer({ query, variables, headers: request.headers, left, reply });
  });
  return app;
}

function recorder(lines: Record<string, unknown>[]) {
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return createLogger({ service: 'router', level: 'debug' }, stream);
}
