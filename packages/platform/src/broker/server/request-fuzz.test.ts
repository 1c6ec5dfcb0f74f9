import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { encodeBatch } from '../../../test/broker/support/batch-fixture.ts';
import { silentLogger } from '../../../test/broker/support/embedded-target.ts';
import { temporaryDirectory } from '../../../test/broker/support/log-fixture.ts';
import { createApiTable } from '../api/api-table.ts';
import { createGroupCoordinator } from '../groups/group-coordinator.ts';
import { OffsetsJournal } from '../groups/offsets-journal.ts';
import { createDiskSync } from '../storage/disk-sync.ts';
import { openProducerIds } from '../storage/producer-ids.ts';
import { TopicStore } from '../storage/topics/topic-store.ts';
import { createSystemTimers } from '../timers.ts';
import { MalformedFrameError } from '../wire/protocol-reader.ts';
import { ProtocolWriter } from '../wire/protocol-writer.ts';
import { createRequestDispatcher } from './request-dispatcher.ts';

describe('The broker, given any bytes', () => {
  it('answers or refuses each request of random content and never fails otherwise', async () => {
    const broker = openBroker();
    const keys = [...broker.apis.keys()];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...keys), fc.uint8Array({ maxLength: 300 }), async (key, body) => {
        await broker.expectAnswerOrRefusal(frame(key, broker.highest(key), Buffer.from(body)));
      }),
      { numRuns: 2000 },
    );
  });

  it('answers or refuses a valid produce request in which anything was changed', async () => {
    const broker = openBroker();
    broker.topics.create('t', 1, {});
    const records = encodeBatch({ values: ['a', 'b'] });
    const body = new ProtocolWriter().nullableString(null).int16(-1).int32(100).int32(1).string('t');
    const valid = frame(0, 7, body.int32(1).int32(0).bytes(records).toBuffer());
    for (let position = 8; position < valid.length; position += 1) {
      for (const value of [0x00, 0x7f, 0x80, 0xff]) {
        const changed = Buffer.from(valid);
        changed.writeUInt8(value, position);
        await broker.expectAnswerOrRefusal(changed);
        await broker.expectAnswerOrRefusal(valid.subarray(0, position));
      }
    }
    const [log] = broker.topics.logs;
    expect(log?.nextOffset).toBeGreaterThan(0);
  });

  it('refuses APIs that it did not advertise', async () => {
    const broker = openBroker();
    for (const key of [4, 17, 24, 25, 26, 28, 29, 36, 1000, -1]) {
      await expect(broker.dispatch(frame(key, 0, Buffer.alloc(40)))).rejects.toThrow(MalformedFrameError);
    }
  });

  it('answers a version of ApiVersions that is too new in the oldest encoding', async () => {
    const broker = openBroker();
    const response = await broker.dispatch(frame(18, 3, Buffer.from([0, 0, 0])));
    const unsupportedVersion = 35;
    expect(response?.readInt16BE(8)).toBe(unsupportedVersion);
    expect(response?.readInt32BE(10)).toBe(broker.apis.size);
  });
});

function openBroker() {
  const dataDirectory = temporaryDirectory();
  const disk = createDiskSync('never');
  const topics = new TopicStore({ dataDirectory, fsync: 'never', disk, logger: silentLogger });
  const journal = new OffsetsJournal({ path: join(dataDirectory, 'offsets.journal'), disk, logger: silentLogger });
  const coordinator = createGroupCoordinator({ journal, timers: createSystemTimers() });
  const producerIds = openProducerIds(dataDirectory, disk);
  const address = () => ({ host: '127.0.0.1', port: 9092 });
  const apis = createApiTable({ topics, coordinator, producerIds, address });
  const answer = createRequestDispatcher(apis);
  onTestFinished(async () => {
    coordinator.close();
    await topics.close();
    await journal.close();
  });
  // Nobody waits for the answers, as if every connection were gone, or fetches would wait for records.
  const dispatch = (bytes: Buffer) => answer(bytes, { clientHost: '/test', closed: AbortSignal.abort() });
  const expectAnswerOrRefusal = async (bytes: Buffer) => {
    try {
      const response = await dispatch(bytes);
      if (response) expect(response.readInt32BE(0)).toBe(response.length - 4);
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedFrameError);
    }
  };
  return {
    apis,
    topics,
    dispatch,
    expectAnswerOrRefusal,
    highest: (key: number) => apis.get(key)?.versions.highest ?? 0,
  };
}

function frame(apiKey: number, apiVersion: number, body: Buffer): Buffer {
  const correlationId = 1;
  const header = new ProtocolWriter().int16(apiKey).int16(apiVersion).int32(correlationId).nullableString('fuzz');
  return Buffer.concat([header.toBuffer(), body]);
}
