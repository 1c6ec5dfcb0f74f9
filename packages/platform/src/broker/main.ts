import { startBroker } from './broker.ts';
import { parseBrokerConfig } from './broker-config.ts';
import { BrokerError } from './broker-error.ts';
import { createLineLogger } from './line-logger.ts';
import { serveHealth } from './server/health-server.ts';

const logger = createLineLogger((line) => process.stdout.write(line));

let stopped: Promise<void> | undefined;
// Before anything listens: whoever has read that it does may send a signal at once.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => void (stopped ??= stop(signal)).catch(fail));
}
const started = start();
started.catch(fail);

async function start() {
  const config = parseBrokerConfig(process.env);
  const broker = await startBroker({ ...config, logger });
  const { host, healthPort } = config;
  const isReady = () => stopped === undefined;
  const health = healthPort === null ? null : await serveHealth({ host, port: healthPort, isReady });
  if (health) logger.info({ port: health.port }, 'health listens');
  return { broker, health };
}

async function stop(signal: string): Promise<void> {
  const { broker, health } = await started;
  logger.info({ signal }, 'broker stops');
  await broker.stop();
  await health?.stop();
  logger.info({}, 'broker stopped');
}

/** The lock of the data directory is adopted by the next start, so exiting at once is safe. */
function fail(error: unknown): void {
  const code = error instanceof BrokerError ? error.code : 'UNEXPECTED';
  logger.error({ err: error, code }, error instanceof Error ? error.message : 'broker failed');
  process.exit(1);
}
