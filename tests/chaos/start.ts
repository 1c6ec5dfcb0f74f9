import { resolve } from 'node:path';
import { startApacheKafka } from '@galleria/platform/apache-kafka/cluster';
import { planPorts } from '@galleria/platform/ports';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { freePortBase } from '@galleria/platform/testing/network/free-port-base';
import { startTestGalleria } from '../galleria/start.ts';
import type { Breakable } from './faults.ts';
import { startNetworks } from './networks.ts';

export interface ChaosGalleria extends Breakable {
  stop(): Promise<void>;
}

/** Those that share the work of an order: a killed or frozen one has somebody to take over. */
const REPLICAS = { orders: 2, inventory: 2, payments: 2 };

/** Deadlines that end what waits while a run still looks. */
const SETTINGS = {
  // A network is cut for six seconds at most, and what was on its way through it is sent again three seconds later.
  STOCK_DEADLINE_MS: '20000',
  PAYMENT_DEADLINE_MS: '30000',
  PROVIDER_GIVE_UP_MS: '10000',
  PROVIDER_TIMEOUT_MS: '2000',
  SANDBOX_SLOW_MS: '500',
};

export interface ChaosSetting {
  /** Each process has ways of its own to PostgreSQL and to the embedded broker, which can be cut and slowed. */
  readonly network?: boolean;
  /** Where Apache Kafka's jars are: three brokers of it take the place of the embedded one. */
  readonly jars?: string;
  /** Of every service. */
  readonly instances?: number;
}

export async function startForChaos({ network = false, jars, instances }: ChaosSetting): Promise<ChaosGalleria> {
  const { subgraphNames } = readProject(resolve(import.meta.dirname, '../..'));
  const replicas =
    instances === undefined ? REPLICAS : Object.fromEntries(subgraphNames.map((name) => [name, instances]));
  const portBase = await freePortBase(subgraphNames, replicas);
  const cluster = jars === undefined ? undefined : await startApacheKafka({ jars });
  const ports = planPorts(portBase, subgraphNames, replicas);
  const networks = network ? await startNetworks(ports, { toKafka: cluster === undefined }) : undefined;
  const settings = {
    ...SETTINGS,
    ...(cluster === undefined ? {} : { KAFKA_BROKERS: cluster.addresses.join(',') }),
    ...(networks === undefined ? {} : { KAFKA_FURTHER_LISTENERS: networks.listeners }),
  };
  const stopServers = async () => void (await Promise.all([cluster?.stop(), networks?.close()]));
  const ways = networks === undefined ? {} : { networkOf: networks.networkOf };
  try {
    const { galleria, stop } = await startTestGalleria({ replicas, portBase, ...ways }, settings);
    return {
      galleria,
      networks: networks?.proxies ?? new Map(),
      ...(cluster === undefined ? {} : { cluster }),
      stop: async () => {
        await stop();
        await stopServers();
      },
    };
  } catch (thrown) {
    await stopServers();
    throw thrown;
  }
}
