import { once } from 'node:events';
import { connect } from 'node:net';
import { createFrameSplitter } from '../../../src/broker/wire/frame-splitter.ts';
import { ProtocolReader } from '../../../src/broker/wire/protocol-reader.ts';
import { ProtocolWriter } from '../../../src/broker/wire/protocol-writer.ts';

export interface RawClient {
  /** Sends one request and returns the body of its response; rejects when the broker closes the connection instead. */
  request(apiKey: number, apiVersion: number, writeBody: (body: ProtocolWriter) => void): Promise<ProtocolReader>;
  close(): void;
}

/** Speaks the protocol without a client library's retries and corrections, to see what the broker itself answers. */
export async function connectRawClient(address: string): Promise<RawClient> {
  const [host = '', port = ''] = address.split(':');
  const socket = connect({ host, port: Number(port) });
  await once(socket, 'connect');
  // A reset is one way in which a broker closes a connection; 'close' follows.
  socket.on('error', () => undefined);
  const splitter = createFrameSplitter({ maximumFrameBytes: 1 << 24 });
  const waiting = new Map<number, (reader: ProtocolReader) => void>();
  let lastCorrelationId = 0;
  socket.on('data', (chunk) => {
    for (const frame of splitter.push(chunk)) {
      const reader = new ProtocolReader(frame);
      waiting.get(reader.int32())?.(reader);
    }
  });

  return {
    request(apiKey, apiVersion, writeBody) {
      lastCorrelationId += 1;
      const correlationId = lastCorrelationId;
      const writer = new ProtocolWriter().int32(0).int16(apiKey).int16(apiVersion);
      writer.int32(correlationId).nullableString('raw');
      writeBody(writer);
      const frame = writer.toBuffer();
      frame.writeInt32BE(frame.length - 4, 0);
      return new Promise((resolve, reject) => {
        waiting.set(correlationId, resolve);
        socket.once('close', () => reject(new Error('The broker closed the connection')));
        socket.write(frame);
      });
    },
    close: () => socket.destroy(),
  };
}
