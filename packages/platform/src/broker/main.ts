import { startBroker } from './broker.ts';
import { parseBrokerConfig } from './broker-config.ts';
import { BrokerError } from './broker-error.ts';
import { createLineLogger } from './line-logger.ts';
import { serveHealth } from './server/health-server.ts';

const logger = createLineLogger((line) => process.stdout.write(line));

try {
  const config = parseBrokerConfig(process.env);
  const broker = await startBroker({ ...config, logger });
  const { host, healthPort } = config;
  let isReady = true;
  const health = healthPort === null ? null : await serveHealth({ host, port: healthPort, isReady: () => isReady });
  if (health) logger.info({ port: health.port }, 'health listens');

  const stop = async (signal: string) => {
    if (!isReady) return;
    isReady = false;
    logger.info({ signal }, 'broker stops');
    await broker.stop();
    await health?.stop();
    logger.info({}, 'broker stopped');
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void stop(signal).catch(fail));
  }
} catch (error) {
  fail(error);
}

/** The lock of the data directory is adopted by the next start, so exiting at once is safe. */
function fail(error: unknown): void {
  const code = error instanceof BrokerError ? error.code : 'UNEXPECTED';
  logger.error({ err: error, code }, error instanceof Error ? error.message : 'broker failed');
  process.exit(1);
}
