import { connect, type Socket } from 'node:net';
import { hostAndPort } from '@galleria/kit/servers/broker-list';

const KEEP_ALIVE_DELAY_MS = 60_000;

/** The part of kafkajs's configuration that tells where to connect. */
interface BootstrapServers {
  readonly brokers: string[];
  readonly socketFactory: (to: {
    readonly host: string;
    readonly port: number;
    readonly onConnect: () => void;
  }) => Socket;
}

/**
 * The addresses for kafkajs 2.2.4, which cuts them at their first colon and so makes nothing of an IPv6 address: such a
 * broker gets a name for its list, and the socket looks the address up. Brokers that the cluster itself names come with
 * host and port apart.
 */
export function bootstrapServers(brokers: readonly string[]): BootstrapServers {
  const addresses = new Map<string, string>();
  const named = brokers.map(hostAndPort).map(({ host, port }, index) => {
    if (!host.includes(':')) return `${host}:${port}`;
    const name = `bootstrap-server-${index + 1}`;
    addresses.set(name, host);
    return `${name}:${port}`;
  });
  return {
    brokers: named,
    socketFactory: ({ host, port, onConnect }) => {
      const socket = connect({ host: addresses.get(host) ?? host, port }, onConnect);
      socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
      return socket;
    },
  };
}
