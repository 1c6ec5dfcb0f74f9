import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { disableTelemetry, withoutExtras } from '../../../../router/src/stock-gateway/quiet-apollo.ts';
import type { World } from '../world/world.ts';
import { toAnswer, type Engine, type ErrorPath } from './engine.ts';

const QUIET = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** `@apollo/gateway` behind `@apollo/server`, as ROUTER_ENGINE=apollo has it, with subgraphs in this process. */
export async function startStockGateway(world: World): Promise<Engine & { readonly stop: () => Promise<void> }> {
  disableTelemetry();
  const gateway = new ApolloGateway({
    supergraphSdl: world.supergraph,
    logger: QUIET,
    buildService: ({ name }) => ({
      process: ({ request: { query = '', variables, operationName } }) =>
        world.ask(name)({ query, variables, operationName }),
    }),
  });
  const server = new ApolloServer({
    gateway,
    logger: QUIET,
    introspection: true,
    stopOnTerminationSignals: false,
    plugins: withoutExtras(),
  });
  await server.start();
  return {
    name: 'stock gateway',
    stop: () => server.stop(),
    run: async ({ query, variables = {}, operationName }) => {
      const { body } = await server.executeOperation({
        query,
        variables: { ...variables },
        ...(operationName === undefined ? {} : { operationName }),
      });
      if (body.kind !== 'single') throw new Error('the stock gateway answered in parts');
      const { data, errors = [], extensions } = body.singleResult;
      // A hole that the subgraph did not tell of; an error by the specification (section 6.4.4).
      const holes = (extensions?.['valueCompletion'] ?? []) as readonly { message: string; path?: ErrorPath }[];
      return toAnswer({ data, errors: [...errors, ...holes] });
    },
  };
}

function ignore(): void {
  // What it has to say is told by its answers.
}
