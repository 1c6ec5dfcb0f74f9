import type { PortPlan } from '@galleria/platform/ports';
import type { NetworkOf } from '@galleria/platform/supervisor/process/process-environment';
import { freePort } from '@galleria/platform/testing/network/free-port';
import { startTcpProxy, type TcpProxy } from '@galleria/platform/testing/network/tcp-proxy';

/** Between each process of a service and the servers. */
export interface Networks {
  /** By name, such as `orders-2 to kafka`. */
  readonly proxies: ReadonlyMap<string, TcpProxy>;
  readonly networkOf: NetworkOf;
  /** The broker's setting KAFKA_FURTHER_LISTENERS: it tells each process the way through that process's network. */
  readonly listeners: string;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Before the servers run: a connection is passed on when it comes. With `toKafka`, to the embedded broker, too. */
export async function startNetworks(ports: PortPlan, { toKafka }: { readonly toKafka: boolean }): Promise<Networks> {
  const proxies = new Map<string, TcpProxy>();
  const addresses = new Map<string, ReturnType<NetworkOf>>();
  const listeners: string[] = [];
  for (const name of processesOf(ports)) {
    const postgres = await startTcpProxy({ host: HOST, port: ports.postgres });
    proxies.set(`${name} to postgres`, postgres);
    addresses.set(name, { postgres: `postgresql://postgres@${HOST}:${postgres.port}` });
    if (!toKafka) continue;
    const listener = await freePort();
    const kafka = await startTcpProxy({ host: HOST, port: listener });
    proxies.set(`${name} to kafka`, kafka);
    addresses.set(name, { ...addresses.get(name), kafkaBrokers: `${HOST}:${kafka.port}` });
    listeners.push(`${listener}=${HOST}:${kafka.port}`);
  }
  return {
    proxies,
    networkOf: (name) => addresses.get(name) ?? {},
    listeners: listeners.join(','),
    close: async () => void (await Promise.all([...proxies.values()].map((proxy) => proxy.close()))),
  };
}

function processesOf({ subgraphs, replicas }: PortPlan): string[] {
  return Object.keys(subgraphs).flatMap((name) => [
    name,
    ...(replicas[name] ?? []).map((_port, index) => `${name}-${index + 2}`),
  ]);
}
