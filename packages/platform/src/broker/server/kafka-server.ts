import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { BrokerError } from '../broker-error.ts';
import type { BrokerLogger } from '../broker-logger.ts';
import { isErrno } from '../storage/atomic-file.ts';
import { serveConnection } from './connection.ts';
import type { Dispatch } from './request-dispatcher.ts';

export interface KafkaServer {
  readonly port: number;
  /** Drops every connection and stops listening. */
  stop(): Promise<void>;
}

export interface KafkaServerDependencies {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly dispatch: Dispatch;
  readonly logger: BrokerLogger;
}

/** Listens for Kafka clients. Rejects with BrokerError PORT_TAKEN or LISTEN_FAILED. */
export async function listenForClients({
  host,
  port,
  dispatch,
  logger,
}: KafkaServerDependencies): Promise<KafkaServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveConnection({ socket, dispatch, logger });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, host, port)));
    server.listen({ host, port }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listenError(error: Error, host: string, port: number): BrokerError {
  if (isErrno(error, 'EADDRINUSE')) {
    const message = `Port ${port} on ${host} is taken; stop what listens there, or choose another`;
    return new BrokerError('PORT_TAKEN', message, { cause: error });
  }
  return new BrokerError('LISTEN_FAILED', `Could not listen on ${host}:${port}: ${error.message}`, { cause: error });
}
