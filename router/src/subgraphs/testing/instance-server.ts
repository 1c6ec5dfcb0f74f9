import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A process of a subgraph, as far as one can be told from outside. */
export interface InstanceServer {
  readonly url: string;
  /** POSTs that have arrived whole, and the headers of the last. */
  calls: number;
  headers: IncomingHttpHeaders;
  /** What `/ready` says. */
  ready: boolean;
  /** How often it was asked. */
  asked: number;
  answer: (request: IncomingMessage, response: ServerResponse) => unknown;
  /** As a crash would. */
  stop(): Promise<void>;
}

export function ok(_request: IncomingMessage, response: ServerResponse): void {
  response.end('{"data":null}');
}

export function breakOff(_request: IncomingMessage, response: ServerResponse): void {
  response.destroy();
}

export function never(): void {}

/** Their answers wait until the function that this gives is called. */
export function hold(...instances: readonly InstanceServer[]): () => void {
  const answers: (() => void)[] = [];
  for (const instance of instances) {
    instance.answer = (request, response) => void answers.push(() => ok(request, response));
  }
  return () => {
    for (const instance of instances) instance.answer = ok;
    for (const answer of answers) answer();
  };
}

export async function startInstanceServer(host = '127.0.0.1', port = 0): Promise<InstanceServer> {
  const server = createServer((request, response) => {
    if (request.url === '/ready') {
      instance.asked += 1;
      return void response.writeHead(instance.ready ? 200 : 503).end();
    }
    request.resume();
    request.on('end', () => {
      instance.calls += 1;
      instance.headers = request.headers;
      instance.answer(request, response);
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address() as AddressInfo;
  const instance: InstanceServer = {
    url: `http://${host}:${address.port}/graphql`,
    calls: 0,
    headers: {},
    ready: true,
    asked: 0,
    answer: ok,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return instance;
}
