import { runProcess } from '@galleria/kit/lifecycle';
import { createLogger } from '@galleria/kit/logger';
import { createRouter } from './app.ts';
import { loadRouterConfig } from './config.ts';
import { readSupergraphFile } from './supergraph/supergraph.ts';

const logger = createLogger({ service: 'router' });

await runProcess(logger, async () => {
  const config = loadRouterConfig(process.env);
  logger.level = config.LOG_LEVEL;
  const app = await createRouter({ config, logger, supergraphSdl: readSupergraphFile(config.SUPERGRAPH_FILE) });
  const address = await app.listen({ host: config.HOST, port: config.PORT });
  logger.info({ address }, 'listening');
  return { stop: async () => app.close() };
});
