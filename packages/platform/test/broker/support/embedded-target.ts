import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '../../../src/broker/broker.ts';
import type { BrokerLogger } from '../../../src/broker/broker-logger.ts';
import type { KafkaTarget } from './kafka-target.ts';

export const silentLogger: BrokerLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The embedded broker in this process, on a free port and a directory of its own. */
export async function startEmbeddedTarget(): Promise<KafkaTarget> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'galleria-broker-'));
  const broker = await startBroker({ dataDirectory, port: 0, fsync: 'every-second', logger: silentLogger });
  return {
    brokers: [`${broker.host}:${broker.port}`],
    async stop() {
      await broker.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
