import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** What an HTTP server's `upgrade` event gives, for which Node leaves the connection to the listener. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  /** What came behind the request already. */
  readonly head: Buffer;
}

/** Those of one connection only. */
const UPGRADING = new Set(['connection', 'upgrade', 'http2-settings']);

export function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/**
 * Some clients offer HTTP/2 with each request (Java's do), and take an answer without it. The request is read once
 * more, as one that offers nothing.
 */
export function answerWithoutUpgrade(server: Server, { request, socket, head }: Upgrade): void {
  const { method, url, httpVersion, rawHeaders } = request;
  socket.unshift(Buffer.concat([headOf(`${method} ${url} HTTP/${httpVersion}`, rawHeaders, UPGRADING), head]));
  server.emit('connection', socket);
}

/** The head of an HTTP/1.1 message, from its first line and headers as Node has read them. */
export function headOf(first: string, rawHeaders: readonly string[], without: ReadonlySet<string> = new Set()): Buffer {
  const lines = [first];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!without.has(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[index + 1]}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
