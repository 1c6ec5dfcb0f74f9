import { createLogger } from '@galleria/kit/logger';
import type { ProcessDefinition } from '@galleria/kit/process/process-definition';
import { createRouter } from './app.ts';
import { loadRouterConfig } from './config.ts';
import { supergraphFile } from './supergraph/supergraph-source.ts';

export const definition: ProcessDefinition = {
  name: 'router',
  start: async (env) => {
    const config = loadRouterConfig(env);
    const logger = createLogger({ service: 'router', level: config.LOG_LEVEL });
    const supergraph = supergraphFile(config.SUPERGRAPH_FILE, config.SUPERGRAPH_POLL_MS);
    const app = await createRouter({ config, logger, supergraph });
    const address = await app.listen({ host: config.HOST, port: config.PORT });
    logger.info({ address }, 'listening');
    return { stop: async () => app.close() };
  },
};
