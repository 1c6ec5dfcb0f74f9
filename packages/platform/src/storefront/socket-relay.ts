import { request as requestHttp, STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerWithoutUpgrade, headOf, isWebSocket, type Upgrade } from '@galleria/kit/process/upgrades';
import { withClientAddress } from './client-address.ts';

export interface SocketRelayOptions {
  readonly server: Server;
  readonly routerUrl: string;
  /** Ends when the server stops: what is relayed ends with it. */
  readonly stopping: AbortSignal;
}

const GRAPH = /^\/graphql\/?(\?|$)/i;

/**
 * Passes WebSockets at the graph's address on to the router, byte for byte: nothing is kept, whoever takes too slowly
 * holds the other side up, and the end of one side is the end of the other. Pings, and the reason of an end, are
 * between browser and router.
 */
export function relaySockets({ server, ...options }: SocketRelayOptions): void {
  server.on('upgrade', (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    const upgrade = { request, socket: duplex as Socket, head };
    if (isWebSocket(request) && GRAPH.test(request.url ?? '')) {
      relay(upgrade, options);
    } else {
      answerWithoutUpgrade(server, upgrade);
    }
  });
}

function relay({ request, socket, head }: Upgrade, { routerUrl, stopping }: Omit<SocketRelayOptions, 'server'>): void {
  const target = new URL('/graphql', routerUrl);
  const send = target.protocol === 'https:' ? requestHttps : requestHttp;
  const headers = { ...withClientAddress(request, request.headers), host: target.host };
  const upstream = send(target, { headers, agent: false });
  const stop = () => socket.destroy();
  stopping.addEventListener('abort', stop, { once: true });
  socket.once('close', () => {
    stopping.removeEventListener('abort', stop);
    upstream.destroy();
  });
  socket.on('error', stop);
  upstream.once('upgrade', (response, routerSocket, routerHead) => {
    socket.write(headOf(`HTTP/1.1 101 ${STATUS_CODES[101]}`, response.rawHeaders));
    socket.write(routerHead);
    routerSocket.write(head);
    join(socket, routerSocket);
  });
  upstream.once('response', ({ statusCode = 502 }) => refuse(socket, statusCode));
  upstream.once('error', () => refuse(socket, 503));
  upstream.end();
  if (stopping.aborted) stop();
}

function join(client: Socket, router: Socket): void {
  for (const [from, to] of [
    [client, router],
    [router, client],
  ] as const) {
    from.setNoDelay(true);
    from.setTimeout(0);
    from.on('error', () => from.destroy());
    // What has been said is still told.
    from.once('close', () => to.destroySoon());
    from.pipe(to);
  }
}

function refuse(socket: Socket, status: number): void {
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, 'connection: close', 'content-length: 0'];
  if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n`);
}
