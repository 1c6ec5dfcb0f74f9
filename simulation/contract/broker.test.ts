import { newId } from '@galleria/kit/identifiers';
import type { IncomingRecord, OutgoingRecord, PartitionOffset } from '@galleria/messaging/kafka/broker';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { describe, expect, it, vi } from 'vitest';
import { BROKERS, startReader, type BrokerUnderTest, type Reader } from './brokers-under-test.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

const outgoing = (topic: string, key: string, value: string): OutgoingRecord => ({
  ...{ topic, key, value, headers: { ce_id: value } },
});

const valuesOf = (records: readonly IncomingRecord[]) => records.map(({ value }) => value);
const partitionsOf = (partitions: readonly { readonly partition: number }[] = []) =>
  partitions.map(({ partition }) => partition).sort();

/** A broker with one topic, a process that writes to it, and as many records as there are keys, written. */
async function startTopic(start: () => Promise<BrokerUnderTest>) {
  const under = await start();
  const broker = under.connect('writer');
  const [topic, group] = [`t-${newId()}`, `g-${newId()}`];
  await broker.ensureTopics([topic]);
  const producer = broker.createProducer();
  const write = (...values: readonly string[]) =>
    producer.send(values.map((value) => outgoing(topic, value.slice(0, 1), value)));
  const read = (process = newId(), groupId = group) => startReader(under.connect(process), groupId, [topic]);
  return { under, broker, topic, group, producer, write, read };
}

const hasRead = (reader: Reader, values: readonly string[]) =>
  vi.waitFor(() => expect(valuesOf(reader.records).sort()).toEqual([...values].sort()), PATIENCE);

/** How often the record of each key was read by any of them. */
const timesRead = (readers: readonly Reader[]) =>
  KEYS.map((key) => readers.flatMap(({ records }) => records).filter((record) => record.key === key).length);

/** Behind the last of these records of each partition. */
function behind(records: readonly IncomingRecord[]): PartitionOffset[] {
  const ends = new Map<number, PartitionOffset>();
  for (const { topic, partition, offset } of records) ends.set(partition, { topic, partition, offset: offset + 1n });
  return [...ends.values()];
}

const sorted = (offsets: readonly PartitionOffset[]) => [...offsets].sort((a, b) => a.partition - b.partition);

describe.each(BROKERS)('a broker %s', (_name, start) => {
  itKeepsTopics(start);
  itKeepsRecords(start);
  itReads(start);
  itRemembersOffsets(start);
  itSharesPartitions(start);
});

function itKeepsTopics(start: () => Promise<BrokerUnderTest>): void {
  it('makes a topic once, whoever asks, and keeps its records for as long as it is told', async () => {
    const under = await start();
    const topic = `t-${newId()}`;
    const [one, other] = [under.connect('one'), under.connect('other')];
    expect(await one.topics()).not.toContain(topic);
    await one.ensureTopics([topic]);
    await one.ensureTopics([topic]);
    await other.ensureTopics([topic]);
    expect((await other.topics()).filter((name) => name === topic)).toEqual([topic]);
    expect(await other.retentionMs([topic])).toEqual(new Map([[topic, -1]]));
    await expect(other.check()).resolves.toBeUndefined();
  });

  it('refuses records of a topic that there is not', async () => {
    const under = await start();
    const producer = under.connect('writer').createProducer();
    await expect(producer.send([outgoing(`t-${newId()}`, 'k', 'v')])).rejects.toMatchObject({
      ...{ name: 'BrokerError', code: 'UNKNOWN_TOPIC_OR_PARTITION', refused: true },
    });
    await producer.close();
  });

  it('tells where partitions end that have records, and leaves out those that have none', async () => {
    const { broker, topic, write } = await startTopic(start);
    expect(await broker.ends([topic])).toEqual([]);
    await write('a1', 'a2', 'a3');
    expect(await broker.ends([topic])).toEqual([
      { topic, partition: expect.any(Number) as number, first: 0n, offset: 3n },
    ]);
    await write(...KEYS);
    const ends = await broker.ends([topic]);
    expect(partitionsOf(ends)).toEqual([0, 1]);
    expect(ends.reduce((sum, { offset }) => sum + offset, 0n)).toBe(11n);
  });
}

function itKeepsRecords(start: () => Promise<BrokerUnderTest>): void {
  it('gives records as they were sent, all of a key in one partition and one behind the other', async () => {
    const { topic, producer, write, read } = await startTopic(start);
    await producer.send([{ topic, key: 'a', value: 'a0', headers: { ce_id: 'id', traceparent: '00-1' } }]);
    await write(...KEYS.map((key) => `${key}1`));
    await write(...KEYS.map((key) => `${key}2`));
    const reader = await read();
    await hasRead(reader, ['a0', ...KEYS.flatMap((key) => [`${key}1`, `${key}2`])]);
    const ofKey = (key: string) => reader.records.filter((record) => record.key === key);
    expect(valuesOf(ofKey('a'))).toEqual(['a0', 'a1', 'a2']);
    expect(ofKey('a')[0]).toMatchObject({ topic, value: 'a0', headers: { ce_id: 'id', traceparent: '00-1' } });
    for (const key of KEYS) expect(new Set(ofKey(key).map(({ partition }) => partition)).size).toBe(1);
    for (const partition of [0, 1]) {
      const offsets = reader.records.filter((record) => record.partition === partition).map(({ offset }) => offset);
      expect(offsets).toEqual(offsets.map((_, index) => BigInt(index)));
    }
  });

  it('keeps the order of sends that did not wait for each other', async () => {
    const { write, read } = await startTopic(start);
    const values = Array.from({ length: 20 }, (_, number) => `a${number}`);
    await Promise.all(values.map((value) => write(value)));
    const reader = await read();
    await hasRead(reader, values);
    expect(valuesOf(reader.records)).toEqual(values);
  });

  it('has a record twice whose sender heard nothing of the first and sent it again', async () => {
    const { under, write, read } = await startTopic(start);
    await write('a1');
    await under.withoutAnswers(async () => {
      await expect(write('a2')).rejects.toMatchObject({ name: 'BrokerError', refused: false });
    });
    await vi.waitFor(() => write('a2'), PATIENCE);
    const reader = await read();
    await hasRead(reader, ['a1', 'a2', 'a2']);
    expect(valuesOf(reader.records)).toEqual(['a1', 'a2', 'a2']);
  });
}

function itReads(start: () => Promise<BrokerUnderTest>): void {
  it('attaches a reader once, assigns it all partitions, and then gives it what there is from the beginning', async () => {
    const { write, read } = await startTopic(start);
    await write(...KEYS);
    const reader = await read();
    expect(reader.heard.slice(0, 2)).toEqual(['attached', 'assigned']);
    expect(partitionsOf(reader.assignments[0])).toEqual([0, 1]);
    await hasRead(reader, KEYS);
    await write('a1');
    await hasRead(reader, [...KEYS, 'a1']);
    expect(reader.heard.filter((what) => what === 'attached')).toHaveLength(1);
  });

  it('gives nothing of a partition that is paused, all of the others, and nothing less when it is resumed', async () => {
    const { topic, write, read } = await startTopic(start);
    await write(...KEYS);
    const reader = await read();
    await hasRead(reader, KEYS);
    const paused = reader.records.find(({ key }) => key === 'a')?.partition ?? 0;
    const open = reader.records.find(({ partition }) => partition !== paused)?.key ?? '';
    reader.session.pause({ topic, partition: paused });
    await write('a1', `${open}1`);
    await write('a2', `${open}2`);
    await hasRead(reader, [...KEYS, `${open}1`, `${open}2`]);
    reader.session.resume({ topic, partition: paused });
    await hasRead(reader, [...KEYS, 'a1', 'a2', `${open}1`, `${open}2`]);
    expect(valuesOf(reader.records.filter(({ key }) => key === 'a'))).toEqual(['a', 'a1', 'a2']);
  });

  it('reads a partition on from where it is sought', async () => {
    const { topic, write, read } = await startTopic(start);
    await write('a0', 'a1', 'a2', 'a3');
    const reader = await read();
    await hasRead(reader, ['a0', 'a1', 'a2', 'a3']);
    const partition = reader.records[0]?.partition ?? 0;
    reader.session.seek({ topic, partition, offset: 2n });
    await vi.waitFor(() => expect(reader.records).toHaveLength(6), PATIENCE);
    await write('a4');
    await vi.waitFor(() => expect(reader.records).toHaveLength(7), PATIENCE);
    expect(valuesOf(reader.records.slice(4))).toEqual(['a2', 'a3', 'a4']);
  });

  it('gives nothing of a partition that is sought of what it was asked for before', async () => {
    const { topic, write, read } = await startTopic(start);
    await write('a0');
    const reader = await read();
    await hasRead(reader, ['a0']);
    const at = { topic, partition: reader.records[0]?.partition ?? 0, offset: 0n };
    for (let round = 1; round <= 8; round += 1) {
      // It is read by now, on its way, or not asked for yet.
      await write(`a${round}`);
      const before = reader.records.length;
      reader.session.seek(at);
      const again = Array.from({ length: round + 1 }, (_, number) => `a${number}`);
      await vi.waitFor(() => expect(reader.records.length).toBeGreaterThanOrEqual(before + again.length), PATIENCE);
      expect(valuesOf(reader.records.slice(before))).toEqual(again);
    }
  });
}

function itRemembersOffsets(start: () => Promise<BrokerUnderTest>): void {
  it('goes on in the next session where the group has committed, and where it has not, at the beginning', async () => {
    const { broker, topic, group, write, read } = await startTopic(start);
    await write('a0', 'a1', 'a2');
    const first = await read();
    await hasRead(first, ['a0', 'a1', 'a2']);
    expect(await broker.committed(group, [topic])).toEqual([]);
    await first.session.commit(behind(first.records.slice(0, 2)));
    expect(await broker.committed(group, [topic])).toEqual(behind(first.records.slice(0, 2)));
    await first.session.close();
    await hasRead(await read(), ['a2']);
    await hasRead(await read(newId(), `g-${newId()}`), ['a0', 'a1', 'a2']);
  });

  it('keeps the last commit, also a lower one', async () => {
    const { broker, topic, group, write, read } = await startTopic(start);
    await write('a0', 'a1', 'a2');
    const reader = await read();
    await hasRead(reader, ['a0', 'a1', 'a2']);
    for (const count of [3, 1]) await reader.session.commit(behind(reader.records.slice(0, count)));
    expect(await broker.committed(group, [topic])).toEqual(behind(reader.records.slice(0, 1)));
  });

  it('takes no commit of a session that is closed', async () => {
    const { broker, topic, group, write, read } = await startTopic(start);
    await write('a0');
    const reader = await read();
    await hasRead(reader, ['a0']);
    await reader.session.close();
    await expect(reader.session.commit(behind(reader.records))).rejects.toThrow();
    expect(await broker.committed(group, [topic])).toEqual([]);
    const at = { topic, partition: 0 };
    reader.session.pause(at);
    reader.session.resume(at);
    reader.session.seek({ ...at, offset: 0n });
  });

  it('takes no commit of a member that it has taken out of the group, and lets it join again', async () => {
    const { under, broker, topic, group, write, read } = await startTopic(start);
    await write(...KEYS);
    const reader = await read('reader');
    await hasRead(reader, KEYS);
    await under.expel(group, 'reader');
    await expect(reader.session.commit(behind(reader.records))).rejects.toThrow();
    expect(await broker.committed(group, [topic])).toEqual([]);
    await vi.waitFor(() => expect(reader.assignments).toHaveLength(2), PATIENCE);
    expect(partitionsOf(reader.assignments[1])).toEqual([0, 1]);
    await vi.waitFor(() => expect(timesRead([reader]).every((times) => times > 1)).toBe(true), PATIENCE);
    await reader.session.commit(behind(reader.records));
    expect(sorted(await broker.committed(group, [topic]))).toEqual(sorted(behind(reader.records)));
  });
}

function itSharesPartitions(start: () => Promise<BrokerUnderTest>): void {
  /** Waits until the last assignments of all members are each partition once. */
  const shared = (...readers: readonly Reader[]) =>
    vi.waitFor(() => {
      const last = readers.map(({ assignments }) => partitionsOf(assignments.at(-1)));
      expect(last.flat().sort()).toEqual([0, 1]);
      if (readers.length > 1) expect(last.map((partitions) => partitions.length)).toEqual([1, 1]);
    }, PATIENCE);

  it('shares the partitions among the members of a group, and gives a new record to one of them', async () => {
    const { write, read } = await startTopic(start);
    const [one, other] = [await read('one'), await read('other')];
    await shared(one, other);
    await write(...KEYS);
    await vi.waitFor(() => expect(one.records.length + other.records.length).toBe(KEYS.length), PATIENCE);
    for (const { assignments, records } of [one, other]) {
      const own = partitionsOf(assignments.at(-1));
      expect(records.every(({ partition }) => own.includes(partition))).toBe(true);
      expect(records.length).toBeGreaterThan(0);
    }
  });

  it('gives the partitions of a member that leaves to the others, who go on where the group has committed', async () => {
    const { broker, topic, group, write, read } = await startTopic(start);
    await write(...KEYS);
    const one = await read('one');
    await hasRead(one, KEYS);
    await one.session.commit(behind(one.records));
    const other = await read('other');
    await shared(one, other);
    await one.session.close();
    await shared(other);
    await write(...KEYS.map((key) => `${key}1`));
    await vi.waitFor(() => expect(other.records).toHaveLength(KEYS.length), PATIENCE);
    expect(sorted(await broker.committed(group, [topic]))).toEqual(sorted(behind(one.records)));
  });

  it('lets a member that is assigned anew read again what the group has not committed', async () => {
    const { write, read } = await startTopic(start);
    await write(...KEYS);
    const one = await read('one');
    await hasRead(one, KEYS);
    const other = await read('other');
    await shared(one, other);
    await vi.waitFor(() => expect(timesRead([one, other]).every((times) => times > 1)).toBe(true), PATIENCE);
  });

  it('takes a commit of a partition that another member has, as long as it is of this assignment', async () => {
    const { broker, topic, group, write, read } = await startTopic(start);
    await write(...KEYS);
    const [one, other] = [await read('one'), await read('other')];
    await shared(one, other);
    await vi.waitFor(() => expect(other.records.length).toBeGreaterThan(0), PATIENCE);
    const foreign = behind(other.records);
    await one.session.commit(foreign);
    expect(await broker.committed(group, [topic])).toEqual(foreign);
  });

  it('keeps a partition paused over an assignment', async () => {
    const { topic, write, read } = await startTopic(start);
    await write(...KEYS);
    const one = await read('one');
    await hasRead(one, KEYS);
    await one.session.commit(behind(one.records));
    const paused = one.records[0]?.partition ?? 0;
    const openKeys = one.records.filter(({ partition }) => partition !== paused).map(({ key }) => key ?? '');
    one.session.pause({ topic, partition: paused });
    const other = await read('other');
    await shared(one, other);
    await other.session.close();
    await shared(one);
    await write(...KEYS.map((key) => `${key}1`));
    await hasRead(one, [...KEYS, ...openKeys.map((key) => `${key}1`)]);
    one.session.resume({ topic, partition: paused });
    await hasRead(one, [...KEYS, ...KEYS.map((key) => `${key}1`)]);
  });
}
