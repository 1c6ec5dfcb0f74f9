import { connect } from 'node:net';
import { latency, type Latency } from '../load/statistics.ts';
import type { SubgraphRequest } from './graphs/bench-graph.ts';
import { createMessageReader } from './http-messages.ts';

/** How much is asked: for so long, or so often. */
export interface LoadSize {
  readonly connections: number;
  readonly seconds: number;
  readonly requests?: number;
}

export interface Load {
  readonly requests: number;
  readonly perSecond: number;
  readonly latency: Latency;
}

/** The answer of a router to one operation. Rejects when it is none. */
export async function ask(url: URL, request: SubgraphRequest): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('it closed the connection')));
    socket.on(
      'data',
      createMessageReader(({ head, body }) => {
        if (head.startsWith('HTTP/1.1 200')) resolve(body);
        else reject(new Error(`${head.split('\r\n', 1)[0]}: ${body.toString('utf8').slice(0, 500)}`));
        socket.destroy();
      }),
    );
    socket.write(requestBytes(url, request));
  });
}

/**
 * Asks the same on so many connections, on each as soon as the last answer is there. Throws when an answer is not
 * `expected`, byte for byte.
 */
export async function putLoad(
  url: URL,
  request: SubgraphRequest,
  expected: Buffer,
  { connections, seconds, requests = Infinity }: LoadSize,
): Promise<Load> {
  const bytes = requestBytes(url, request);
  const started = performance.now();
  const until = started + seconds * 1_000;
  const samples: number[] = [];
  await Promise.all(Array.from({ length: connections }, () => askAgainAndAgain()));
  const passed = (performance.now() - started) / 1_000;
  return { requests: samples.length, perSecond: Math.round(samples.length / passed), latency: latency(samples) };

  function askAgainAndAgain(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: Number(url.port), host: url.hostname, noDelay: true });
      let sentAt = 0;
      const send = () => {
        sentAt = performance.now();
        socket.write(bytes);
      };
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.on(
        'data',
        createMessageReader(({ body }) => {
          const now = performance.now();
          samples.push(now - sentAt);
          if (!body.equals(expected)) {
            reject(new Error(`another answer than before: ${body.toString('utf8').slice(0, 300)}`));
            socket.destroy();
          } else if (now < until && samples.length < requests) {
            send();
          } else {
            socket.destroy();
          }
        }),
      );
    });
  }
}

function requestBytes({ host, pathname }: URL, { query, variables, operationName }: SubgraphRequest): Buffer {
  const body = JSON.stringify({ query, variables, operationName });
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    'accept: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
