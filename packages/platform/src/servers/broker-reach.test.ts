import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startBroker } from '../broker/broker.ts';
import { createFrameSplitter } from '../broker/wire/frame-splitter.ts';
import { ProtocolReader } from '../broker/wire/protocol-reader.ts';
import { ProtocolWriter } from '../broker/wire/protocol-writer.ts';
import { reachBrokers } from './broker-reach.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

describe('reaching brokers', () => {
  it.each(['127.0.0.1', '::1'])('is done at %s when the broker names an address that can be reached', async (host) => {
    const port = await startEmbedded(host);
    await expect(reachBrokers(host === '::1' ? `[::1]:${port}` : `${host}:${port}`)).resolves.toBeUndefined();
  });

  it('fails with the advertised address when only the one in the list answers', async () => {
    const listed = await listen(advertising([{ host: '127.0.0.1', port: 1 }]));
    await expect(reachBrokers(`127.0.0.1:${listed}`)).rejects.toThrow(
      /the cluster names 127\.0\.0\.1:1: connect ECONNREFUSED .*; set its advertised\.listeners/,
    );
  });

  it('fails with a name that is known inside of the cluster only', async () => {
    const listed = await listen(advertising([{ host: 'kafka.invalid', port: 9092 }]));
    await expect(reachBrokers(`127.0.0.1:${listed}`)).rejects.toThrow(
      /the cluster names kafka\.invalid:9092: .*ENOTFOUND/,
    );
  });

  it('tells of a broker in the list that is away while another answers', async () => {
    const port = await startEmbedded('127.0.0.1');
    await expect(reachBrokers(`127.0.0.1:${port},127.0.0.1:1`)).resolves.toMatch(
      /^127\.0\.0\.1:1: connect ECONNREFUSED/,
    );
  });

  it('fails where no broker of the list answers, and names each', async () => {
    await expect(reachBrokers('127.0.0.1:1,[::1]:1')).rejects.toThrow(/127\.0\.0\.1:1: .*\[::1\]:1: /);
  });

  it.each([
    ['closes the connection', (socket: Socket) => socket.end()],
    ['speaks HTTP', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('fails on a server that %s', async (_what, onSocket) => {
    const port = await listen(onSocket);
    await expect(reachBrokers(`127.0.0.1:${port}`)).rejects.toThrow(/it is no Kafka broker, or one that asks for TLS/);
  });
});

async function startEmbedded(host: string): Promise<number> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'galleria-broker-'));
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const broker = await startBroker({ host, dataDirectory, port: 0, fsync: 'never', logger: quiet });
  cleanups.push(async () => {
    await broker.stop();
    await rm(dataDirectory, { recursive: true });
  });
  return broker.port;
}

/** A broker that knows nothing but its own metadata. */
function advertising(nodes: readonly { readonly host: string; readonly port: number }[]) {
  return (socket: Socket) => {
    const splitter = createFrameSplitter({ maximumFrameBytes: 1_024 });
    socket.on('data', (chunk) => {
      for (const frame of splitter.push(chunk)) {
        const header = new ProtocolReader(frame);
        header.int32();
        const answer = new ProtocolWriter().int32(0).int32(header.int32()).int32(0);
        answer.array(nodes, ({ host, port }) => answer.int32(1).string(host).int32(port).nullableString(null));
        answer
          .nullableString('cluster')
          .int32(1)
          .array([], () => undefined);
        const bytes = answer.toBuffer();
        bytes.writeInt32BE(bytes.length - 4, 0);
        socket.write(bytes);
      }
    });
  };
}

async function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer(onSocket).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => void server.close());
  return (server.address() as AddressInfo).port;
}
