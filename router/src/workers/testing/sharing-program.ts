import cluster from 'node:cluster';
import { createHttpServer } from '@galleria/kit/process/http-server';
import { runProcess, type Running } from '@galleria/kit/process/lifecycle';
import { createLogger } from '@galleria/kit/logger';
import { asWorker, runWorkers } from '../workers.ts';

// Stands for a router, which takes seconds to load: two workers that answer with their process id.

const port = Number(process.argv[2]);
const logger = createLogger({ service: 'workers' });

const { worker } = cluster;

await runProcess(logger, worker === undefined ? () => runWorkers(2, logger) : asWorker(worker, serve));

async function serve(): Promise<Running> {
  const app = createHttpServer({ logger });
  app.get('/', () => String(process.pid));
  await app.listen({ host: '127.0.0.1', port });
  return { stop: async () => app.close() };
}
