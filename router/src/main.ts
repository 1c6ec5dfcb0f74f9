import cluster from 'node:cluster';
import { createLogger } from '@galleria/kit/logger';
import { runProcess, type Running } from '@galleria/kit/process/lifecycle';
import { loadRouterConfig } from './config.ts';
import { definition } from './definition.ts';
import { asWorker, runWorkers } from './workers/workers.ts';

const logger = createLogger({ service: definition.name });
const { worker } = cluster;
const serve = () => definition.start(process.env);

await runProcess(logger, worker === undefined ? start : asWorker(worker, serve));

/** Alone, or on several cores. What is wrong with the settings is said once, before any worker starts. */
async function start(): Promise<Running> {
  const { ROUTER_WORKERS } = loadRouterConfig(process.env);
  return ROUTER_WORKERS === 1 ? serve() : runWorkers(ROUTER_WORKERS, logger);
}
