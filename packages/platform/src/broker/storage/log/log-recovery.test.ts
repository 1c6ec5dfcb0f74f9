import { appendFileSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBatch } from '../../../../test/broker/support/batch-fixture.ts';
import { append, openLog, readAll, temporaryDirectory } from '../../../../test/broker/support/log-fixture.ts';

const BATCHES = [['a'], ['b', 'c'], ['d'], ['e', 'f', 'g']];
/** The offset after each batch. */
const BOUNDARIES = [0, 1, 3, 4, 7];

describe('Recovery of a log', () => {
  it('keeps exactly the whole batches, wherever the last segment is cut', async () => {
    const { content, ends } = await writeLog();
    for (let length = 0; length <= content.length; length += 1) {
      const { log, bytes } = recover(content.subarray(0, length));
      const whole = ends.filter((end) => end <= length).length;
      expect(log.nextOffset, `cut at ${length}`).toBe(BOUNDARIES[whole]);
      expect(bytes.equals(content.subarray(0, ends[whole - 1] ?? 0))).toBe(true);
      await log.close();
    }
  });

  it('serves nothing from a batch in which any byte was changed, nor anything after it', async () => {
    const { content, ends } = await writeLog();
    for (let position = 0; position < content.length; position += 1) {
      const flipped = Buffer.from(content);
      flipped.writeUInt8(flipped.readUInt8(position) ^ 0x11, position);
      const { log, bytes } = recover(flipped);
      const whole = ends.filter((end) => end <= position).length;
      expect(log.nextOffset, `flipped at ${position}`).toBe(BOUNDARIES[whole]);
      expect(bytes.equals(content.subarray(0, ends[whole - 1] ?? 0))).toBe(true);
      await log.close();
    }
  });

  it('goes on after any cut as if the lost records had never been sent', async () => {
    const { content } = await writeLog();
    await fc.assert(
      fc.asyncProperty(fc.nat(content.length), fc.uint8Array({ maxLength: 80 }), async (length, garbage) => {
        const directory = temporaryDirectory();
        const path = join(directory, '00000000000000000000.log');
        writeFileSync(path, Buffer.concat([content.subarray(0, length), garbage]));
        const log = openLog(directory);
        const before = log.nextOffset;
        const appended = append(log, { values: ['new'] });
        expect(appended).toBe(before);
        await log.close();
        const reopened = openLog(directory);
        expect(reopened.nextOffset).toBe(before + 1);
        expect(readAll(reopened).offsets.at(-1)).toBe(before);
        await reopened.close();
        rmSync(directory, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  it('never brings back a batch that it has cut off, though a new one ends where that begins', async () => {
    const directory = temporaryDirectory();
    const path = join(directory, '00000000000000000000.log');
    const log = openLog(directory);
    for (const value of ['a', 'b', 'c']) append(log, { values: [value] });
    await log.close();
    const content = readFileSync(path);
    const middleOfSecondBatch = Math.floor(content.length / 2);
    content.writeUInt8(content.readUInt8(middleOfSecondBatch) ^ 1, middleOfSecondBatch);
    writeFileSync(path, content);

    const cut = openLog(directory);
    expect(append(cut, { values: ['B'] })).toBe(1);
    await cut.close();
    const reopened = openLog(directory);
    expect(reopened.nextOffset).toBe(2);
    await reopened.close();
  });

  it('starts at its end where deleted records were more than what is left', async () => {
    const directory = temporaryDirectory();
    const path = join(directory, '00000000000000000000.log');
    const log = openLog(directory);
    for (const value of ['a', 'b', 'c']) append(log, { values: [value] });
    await log.deleteBefore(3);
    await log.close();
    truncateSync(path, readFileSync(path).length - 1);
    const reopened = openLog(directory);
    expect([reopened.startOffset, reopened.nextOffset]).toEqual([2, 2]);
    await reopened.close();
  });

  it('knows the producers again: a repeated batch gets its old offset and a gap is refused', async () => {
    const directory = temporaryDirectory();
    const log = openLog(directory, { config: { 'segment.bytes': 1024 } });
    const producer = { producerId: 7, producerEpoch: 0 };
    for (let sequence = 0; sequence < 40; sequence += 1) {
      append(log, { values: [`v${sequence}`], ...producer, baseSequence: sequence });
    }
    await log.close();

    const reopened = openLog(directory);
    expect(append(reopened, { values: ['v39'], ...producer, baseSequence: 39 })).toBe(39);
    expect(append(reopened, { values: ['v35'], ...producer, baseSequence: 35 })).toBe(35);
    expect(() => append(reopened, { values: ['x'], ...producer, baseSequence: 50 })).toThrow('expected 40');
    expect(append(reopened, { values: ['new'], ...producer, baseSequence: 40 })).toBe(40);
    await reopened.close();
  });

  it('refuses damage in a segment that was complete, instead of dropping what follows', async () => {
    const directory = temporaryDirectory();
    const log = openLog(directory, { config: { 'segment.bytes': 1024 } });
    for (let count = 0; count < 40; count += 1) append(log, { values: [`v${count}`] });
    await log.close();
    const [first = '', second = ''] = readdirSync(directory).toSorted();

    const content = readFileSync(join(directory, first));
    truncateSync(join(directory, first), content.length - 10);
    expect(() => openLog(directory)).toThrow(expect.objectContaining({ code: 'DATA_CORRUPT' }) as Error);

    writeFileSync(join(directory, first), content);
    const whole = openLog(directory);
    expect(whole.nextOffset).toBe(40);
    await whole.close();

    rmSync(join(directory, second));
    expect(() => openLog(directory)).toThrow(expect.objectContaining({ code: 'DATA_CORRUPT' }) as Error);
  });

  it('cuts off a batch that is intact but stands at the wrong offset', async () => {
    const directory = temporaryDirectory();
    const log = openLog(directory);
    append(log, { values: ['a'] });
    await log.close();
    appendFileSync(join(directory, '00000000000000000000.log'), encodeBatch({ values: ['b'], baseOffset: 5 }));
    const reopened = openLog(directory);
    expect(reopened.nextOffset).toBe(1);
    await reopened.close();
  });
});

async function writeLog(): Promise<{ content: Buffer; ends: number[] }> {
  const directory = temporaryDirectory();
  const log = openLog(directory);
  const ends = BATCHES.map((values) => {
    append(log, { values });
    return log.bytes;
  });
  await log.close();
  return { content: readFileSync(join(directory, '00000000000000000000.log')), ends };
}

function recover(content: Buffer) {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, '00000000000000000000.log'), content);
  const log = openLog(directory);
  return { log, bytes: readAll(log).bytes };
}
