import { connect } from 'node:net';

export interface RawRequest {
  readonly method: string;
  /** The request target, as it goes over the wire: no client tidies it up. */
  readonly target: string;
  /** In this order, and twice when they are here twice. Without a Host here, the right one comes first. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Buffer;
}

export interface RawAnswer {
  /** 0 when the server hung up without a word. */
  readonly status: number;
  /** As in HTTP: names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends a request as only a hostile client would write it, over a connection of its own, and reads until the server
 * closes it.
 */
export async function sendRaw(origin: string | URL, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(origin);
  const { method, target, headers = [], body = '' } = request;
  const hasHeader = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
  const head = [
    `${method} ${target} HTTP/1.1`,
    ...(hasHeader('host') ? [] : [`Host: ${host}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(hasHeader('transfer-encoding') || body.length === 0 ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    'Connection: close',
  ];
  const answer = await exchange(hostname, Number(port), [
    Buffer.from(`${head.join('\r\n')}\r\n\r\n`),
    Buffer.from(body),
  ]);
  return parseAnswer(answer);
}

/** One chunk and the end, as `Transfer-Encoding: chunked` has it. */
export function chunked(body: string): string {
  return `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`;
}

function exchange(host: string, port: number, parts: readonly Buffer[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect({ host, port }, () => socket.write(Buffer.concat(parts)));
    socket.on('data', (bytes: Buffer) => received.push(bytes));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A server that has answered may reset what it did not want to read.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve(Buffer.concat(received).toString('latin1')));
  });
}

function parseAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return {
    status: Number(statusLine.split(' ')[1] ?? 0),
    headers: Object.fromEntries(headers),
    body: end < 0 ? '' : text.slice(end + 4),
  };
}
