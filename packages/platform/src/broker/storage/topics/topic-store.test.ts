import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../../../test/broker/support/embedded-target.ts';
import { append, temporaryDirectory } from '../../../../test/broker/support/log-fixture.ts';
import { ErrorCode } from '../../wire/error-code.ts';
import { createDiskSync } from '../disk-sync.ts';
import { parseTopicConfig } from './topic-config.ts';
import { TopicStore } from './topic-store.ts';

describe('The topics', () => {
  it('are there again after a restart, with their settings and no more partitions than they had', async () => {
    const directory = temporaryDirectory();
    const store = open(directory);
    store.create('orders.events', 2, { 'retention.ms': 5 });
    store.grow('orders.events', 3);
    store.create('empty', 1, {});
    await store.remove('empty');
    await store.close();

    const reopened = open(directory);
    expect(reopened.topics.map(({ name }) => name)).toEqual(['orders.events']);
    expect(reopened.topic('orders.events').partitions).toHaveLength(3);
    expect(reopened.topic('orders.events').config['retention.ms']).toBe(5);
    expect(reopened.clusterId).toBe(store.clusterId);
  });

  it('do not include what a crash in the middle of creating or removing one has left behind', () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'logs', 'half-created-0'), { recursive: true });
    const store = open(directory);
    expect(store.topics).toEqual([]);
    expect(readdirSync(join(directory, 'logs'))).toEqual([]);
  });

  it('can be removed and created again at once without mixing old records with new', async () => {
    const directory = temporaryDirectory();
    const store = open(directory);
    store.create('t', 1, {});
    append(store.partition('t', 0), { values: ['old'] });
    const removal = store.remove('t');
    store.create('t', 1, {});
    append(store.partition('t', 0), { values: ['new'] });
    await removal;
    expect(store.partition('t', 0).nextOffset).toBe(1);
    expect(readdirSync(join(directory, 'logs'))).toEqual(['t-0']);
  });

  it('keep the broker from starting when their catalog cannot be read', () => {
    for (const content of ['{"clusterId":"x","topics":[{"name":"t"}]}', 'torn {', '']) {
      const directory = temporaryDirectory();
      writeFileSync(join(directory, 'topics.json'), content);
      expect(() => open(directory)).toThrow(expect.objectContaining({ code: 'DATA_CORRUPT' }) as Error);
    }
  });

  it('have names that cannot lead out of the data directory', () => {
    const store = open(temporaryDirectory());
    for (const name of ['..', '.', '', 'a/b', '../x', 'ü', 'x'.repeat(250)]) {
      const invalid = expect.objectContaining({ errorCode: ErrorCode.INVALID_TOPIC_EXCEPTION }) as Error;
      expect(() => store.create(name, 1, {})).toThrow(invalid);
    }
  });

  it('that could not be created do not exist', () => {
    const directory = temporaryDirectory();
    const store = open(directory);
    writeFileSync(join(directory, 'logs', 'blocked-1'), 'a file where a directory has to be');
    expect(() => store.create('blocked', 2, {})).toThrow('EEXIST');
    expect(store.find('blocked')).toBeUndefined();
    expect(existsSync(join(directory, 'topics.json'))).toBe(false);
  });
});

describe('The settings of a topic', () => {
  it('are taken as they are, where the broker acts upon them', () => {
    const entries = [
      { name: 'retention.bytes', value: '-1' },
      { name: 'segment.bytes', value: '4096' },
      { name: 'cleanup.policy', value: 'delete' },
    ];
    expect(parseTopicConfig(entries)).toEqual({ 'retention.bytes': -1, 'segment.bytes': 4096 });
  });

  it.each([
    ['cleanup.policy', 'compact'],
    ['min.insync.replicas', '2'],
    ['retention.ms', '1.5'],
    ['retention.ms', '-2'],
    ['segment.bytes', '10'],
    ['segment.bytes', null],
    ['toString', '1'],
  ])('are refused where it would not: %s=%s', (name, value) => {
    const refusal = expect.objectContaining({ errorCode: ErrorCode.INVALID_CONFIG }) as Error;
    expect(() => parseTopicConfig([{ name, value }])).toThrow(refusal);
  });
});

function open(dataDirectory: string): TopicStore {
  const store = new TopicStore({ dataDirectory, fsync: 'never', disk: createDiskSync('never'), logger: silentLogger });
  onTestFinished(() => store.close());
  return store;
}
