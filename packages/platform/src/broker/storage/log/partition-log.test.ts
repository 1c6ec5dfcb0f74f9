import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append, openLog, readAll, temporaryDirectory } from '../../../../test/broker/support/log-fixture.ts';
import { ErrorCode } from '../../wire/error-code.ts';
import { batchesIn } from './batch-scan.ts';
import type { DiskSync } from '../disk-sync.ts';

describe('A partition log', () => {
  it('gives back every batch that it was given, in order, over any number of segments and restarts', async () => {
    const actions = fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant('restart' as const)), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(actions, async (steps) => {
        const directory = temporaryDirectory();
        let log = openLog(directory, { config: { 'segment.bytes': 1024 } });
        const expected: number[] = [];
        let next = 0;
        for (const step of steps) {
          if (step === 'restart') {
            await log.close();
            log = openLog(directory, { config: { 'segment.bytes': 1024 } });
            continue;
          }
          expect(append(log, { values: Array.from({ length: step }, () => 'x'.repeat(100)) })).toBe(next);
          expected.push(next);
          next += step;
        }
        expect(readAll(log).offsets).toEqual(expected);
        await log.close();
      }),
      { numRuns: 50 },
    );
  });

  it('reads whole batches from the one that holds the offset, within the limit', async () => {
    const log = openLog(temporaryDirectory());
    for (let count = 0; count < 300; count += 1) append(log, { values: ['one', 'two', 'three'] });
    const size = log.bytes / 300;

    for (const offset of [0, 1, 2, 3, 450, 451, 898, 899]) {
      const bytes = log.read(offset, size * 2, false);
      const [first] = batchesIn(bytes);
      expect(first?.header.baseOffset).toBe(offset - (offset % 3));
      expect(bytes.length).toBe(offset < 897 ? size * 2 : size);
    }
    expect(log.read(900, 1000, true).length).toBe(0);
    expect(log.read(10, size - 1, false).length).toBe(0);
    expect(log.read(10, 1, true).length).toBe(size);
    await log.close();
  });

  it('refuses offsets outside the log', async () => {
    const log = openLog(temporaryDirectory());
    append(log, { values: ['a'] });
    for (const offset of [-1, 2]) {
      const outOfRange = expect.objectContaining({ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE }) as Error;
      expect(() => log.read(offset, 100, true)).toThrow(outOfRange);
    }
    await log.close();
  });

  it('hides records and their acknowledgement until they are on the disk, if that is asked for', async () => {
    const { disk, finishSync } = createSlowDisk();
    const log = openLog(temporaryDirectory(), { fsync: 'always', disk });
    const advances: number[] = [];
    log.onAdvance(() => advances.push(log.highWatermark));
    append(log, { values: ['a'] });
    const first = log.flush();
    append(log, { values: ['b'] });
    const second = log.flush();
    expect(log.highWatermark).toBe(0);

    finishSync();
    await first;
    expect(log.highWatermark).toBe(1);
    expect(readAll(log).offsets).toEqual([0]);
    await Promise.resolve();
    finishSync();
    await second;
    expect(log.highWatermark).toBe(2);
    expect(advances).toEqual([1, 2]);
    await log.close();
  });

  it('acknowledges nothing more after the disk has failed once', async () => {
    const failure = new Error('EIO');
    const disk = { ...createSlowDisk().disk, data: () => Promise.reject(failure) };
    const log = openLog(temporaryDirectory(), { fsync: 'always', disk });
    append(log, { values: ['a'] });
    const storageError = expect.objectContaining({ errorCode: ErrorCode.KAFKA_STORAGE_ERROR }) as Error;
    await expect(log.flush()).rejects.toEqual(storageError);
    expect(() => append(log, { values: ['b'] })).toThrow(storageError);
    await log.close();
  });

  it('takes nothing more after a full segment could not be forced to the disk', async () => {
    const failing = () => {
      throw new Error('EIO');
    };
    let dataNow = failing as () => void;
    const disk: DiskSync = { ...createSlowDisk().disk, dataNow: () => dataNow() };
    const log = openLog(temporaryDirectory(), { disk, fsync: 'every-second', config: { 'segment.bytes': 1024 } });
    const storageError = expect.objectContaining({ errorCode: ErrorCode.KAFKA_STORAGE_ERROR }) as Error;
    append(log, { values: ['x'.repeat(900)] });
    expect(() => append(log, { values: ['y'.repeat(900)] })).toThrow(storageError);
    dataNow = () => undefined;
    expect(() => append(log, { values: ['small'] })).toThrow(storageError);
    await log.close();
  });

  it('forces a full segment to the disk before it creates the next', async () => {
    const directory = temporaryDirectory();
    const events: string[] = [];
    const disk: DiskSync = {
      data: () => Promise.resolve(),
      dataNow: () => events.push(`sync with ${readdirSync(directory).length} segments`),
      directoryNow: () => events.push(`directory with ${readdirSync(directory).length} segments`),
    };
    const log = openLog(directory, { disk, fsync: 'every-second', config: { 'segment.bytes': 1024 } });
    for (let count = 0; count < 10; count += 1) append(log, { values: ['x'.repeat(150)] });
    expect(events.slice(0, 3)).toEqual([
      'directory with 1 segments',
      'sync with 1 segments',
      'directory with 2 segments',
    ]);
    await log.close();
  });

  it('keeps what it had when the disk is full', async () => {
    const log = openLog(temporaryDirectory());
    append(log, { values: ['kept'] });
    const [active] = log.segments;
    const write = active!.append.bind(active);
    active!.append = () => {
      throw new Error('ENOSPC');
    };
    const storageError = expect.objectContaining({ errorCode: ErrorCode.KAFKA_STORAGE_ERROR }) as Error;
    expect(() => append(log, { values: ['lost'] })).toThrow(storageError);
    active!.append = write;
    expect(append(log, { values: ['after'] })).toBe(1);
    expect(readAll(log).offsets).toEqual([0, 1]);
    await log.close();
  });
});

function createSlowDisk(): { disk: DiskSync; finishSync: () => void } {
  const waiting: (() => void)[] = [];
  const data = () => new Promise<void>((resolve) => waiting.push(resolve));
  const disk: DiskSync = { data, dataNow: () => undefined, directoryNow: () => undefined };
  return { disk, finishSync: () => waiting.shift()?.() };
}
