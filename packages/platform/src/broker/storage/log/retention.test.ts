import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { append, openLog, readAll, temporaryDirectory } from '../../../../test/broker/support/log-fixture.ts';
import { ErrorCode } from '../../wire/error-code.ts';
import type { PartitionLog } from './partition-log.ts';
import { applyRetention } from './retention.ts';
import { TOPIC_CONFIG_DEFAULTS } from '../topics/topic-config.ts';
import type { TopicConfig } from '../topics/topic-config.ts';

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;
const SEGMENTED = { 'segment.bytes': 1024 };

describe('Retention', () => {
  it('removes whole segments that are too old, oldest first, and never a younger record', async () => {
    const directory = temporaryDirectory();
    const log = fill(directory, 30);
    const tenMinutes = settings({ 'retention.ms': 10 * MINUTE });

    await applyRetention(log, tenMinutes, NOW);

    expect(log.startOffset).toBeGreaterThan(0);
    expect(log.startOffset).toBeLessThanOrEqual(20);
    expect(log.segments[0]?.maxTimestamp).toBeGreaterThanOrEqual(NOW - 10 * MINUTE);
    expect(readdirSync(directory).filter((name) => name.endsWith('.log'))).toHaveLength(log.segments.length);
    await log.close();
  });

  it('empties a log of which everything is too old, and the next offset stays', async () => {
    const directory = temporaryDirectory();
    const log = fill(directory, 12);
    await applyRetention(log, settings({ 'retention.ms': MINUTE }), NOW + 60 * MINUTE);
    expect([log.startOffset, log.nextOffset, log.bytes]).toEqual([12, 12, 0]);
    await log.close();

    const reopened = openLog(directory);
    expect(append(reopened, { values: ['next'] })).toBe(12);
    await reopened.close();
  });

  it('removes the oldest segments beyond a size but never empties the log for it', async () => {
    const log = fill(temporaryDirectory(), 60);
    await applyRetention(log, settings({ 'retention.ms': -1, 'retention.bytes': 3000 }), NOW);
    expect(log.bytes).toBeGreaterThanOrEqual(3000);
    expect(log.bytes).toBeLessThan(3000 + 1024);
    await applyRetention(log, settings({ 'retention.ms': -1, 'retention.bytes': 0 }), NOW);
    expect(log.segments).toHaveLength(1);
    expect(log.bytes).toBeGreaterThan(0);
    await log.close();
  });

  it('keeps everything where neither age nor size is limited', async () => {
    const log = fill(temporaryDirectory(), 30);
    await applyRetention(log, settings({ 'retention.ms': -1, 'retention.bytes': -1 }), NOW + 1e12);
    expect(log.startOffset).toBe(0);
    await log.close();
  });

  it('lets a reader that fell behind know, and serves the others on', async () => {
    const log = fill(temporaryDirectory(), 30);
    await applyRetention(log, settings({ 'retention.ms': 10 * MINUTE }), NOW);
    const outOfRange = expect.objectContaining({ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE }) as Error;
    expect(() => log.read(0, 1000, true)).toThrow(outOfRange);
    expect(readAll(log).offsets.at(-1)).toBe(29);
    await log.close();
  });
});

describe('Deleting records', () => {
  it('hides them at once, also after a restart, and removes the segments that are hidden whole', async () => {
    const directory = temporaryDirectory();
    const log = fill(directory, 30);
    const segments = log.segments.length;
    await log.deleteBefore(17);
    expect(log.startOffset).toBe(17);
    expect(log.segments.length).toBeLessThan(segments);
    await log.close();

    const reopened = openLog(directory);
    expect(reopened.startOffset).toBe(17);
    await expect(reopened.deleteBefore(31)).rejects.toMatchObject({ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE });
    await reopened.deleteBefore(30);
    expect([reopened.startOffset, reopened.nextOffset]).toEqual([30, 30]);
    await reopened.close();
  });
});

/** One record a minute, the last at NOW. */
function fill(directory: string, count: number): PartitionLog {
  const log = openLog(directory, { config: SEGMENTED });
  for (let index = 0; index < count; index += 1) {
    append(log, { values: ['x'.repeat(100)], timestamp: NOW - (count - 1 - index) * MINUTE });
  }
  return log;
}

function settings(overrides: Partial<TopicConfig>): TopicConfig {
  return { ...TOPIC_CONFIG_DEFAULTS, ...overrides };
}
