import type { FastifyInstance } from 'fastify';
import { stopInTurn, type Running } from './lifecycle.ts';

/** What a service does without being asked: consumers, sweeps, workers. */
export interface BackgroundWork extends Running {
  start(): void;
}

/** A service that listens. */
export interface ServiceApp extends Running {
  readonly server: FastifyInstance;
  /** Starts the HTTP server, then the work; gives the server's address. Does not wait for database or broker. */
  start(listen: { readonly host: string; readonly port: number }): Promise<string>;
}

/**
 * The parts of a service in the order of their lives. First the requests that are under way finish, and the work beside
 * them, for both have but a few seconds; what they may have needed is closed last.
 */
export function createServiceApp(parts: {
  readonly server: FastifyInstance;
  readonly work: readonly BackgroundWork[];
  /** Closes a connection that requests and work use. */
  readonly close: readonly (() => Promise<void>)[];
  readonly onListening?: (address: string) => void;
}): ServiceApp {
  const { server, work, close, onListening } = parts;
  return {
    server,
    start: async (listen) => {
      const address = await server.listen(listen);
      work.forEach((part) => part.start());
      onListening?.(address);
      return address;
    },
    stop: () => stopInTurn([() => server.close(), ...work.map((part) => () => part.stop())], close),
  };
}
