import { createServer } from 'node:http';
import { BrokerError } from '../broker-error.ts';

export interface HealthServer {
  readonly port: number;
  stop(): Promise<void>;
}

export interface HealthServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly isReady: () => boolean;
}

/** Answers GET /health while the process lives and GET /ready while it serves. Rejects with BrokerError PORT_TAKEN. */
export async function serveHealth({ host, port, isReady }: HealthServerOptions): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const status = { '/health': 200, '/ready': isReady() ? 200 : 503 }[request.url ?? ''] ?? 404;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: status === 200 ? 'ok' : 'unavailable' }));
  });
  await new Promise<void>((resolve, reject) => {
    const refuse = (cause: Error) =>
      reject(new BrokerError('PORT_TAKEN', `Health port ${port}: ${cause.message}`, { cause }));
    server.once('error', refuse);
    server.listen({ host, port }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
