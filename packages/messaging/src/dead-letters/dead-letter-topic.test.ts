import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isStub, readDeadLetterRecord, toDeadLetterRecord, toDeadLetterStub } from './dead-letter-topic.ts';
import { recordOf } from '../testing/fakes.ts';

describe('a record on the topic of dead letters', () => {
  it('is read back with the message and its failure apart', () => {
    const record = recordOf({
      partition: 2,
      offset: 9_007_199_254_740_993n,
      headers: { ...recordOf().headers, 'x-own': '1' },
    });
    const error = new TypeError('x is undefined');
    const written = toDeadLetterRecord('shop', record, { error, code: 'TypeError', attempts: 3 });
    expect(written).toMatchObject({ topic: 'shop.dead-letters', key: 'k', value: record.value });
    expect(readDeadLetterRecord({ ...written, partition: 0, offset: 0n })).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      service: 'shop',
      messageId: record.headers['ce_id'],
      type: 'shop.sold.v1',
      topic: 'shop.events',
      partition: 2,
      offset: 9_007_199_254_740_993n,
      key: 'k',
      headers: record.headers,
      payload: record.value,
      error: { code: 'TypeError', message: 'x is undefined', stack: expect.stringMatching(/^ +at /) as string },
      attempts: 3,
      correlationId: 'c-1',
      failedAt: expect.any(Date) as Date,
    });
  });

  it('is none when something else was written there', () => {
    expect(readDeadLetterRecord(recordOf())).toBeUndefined();
    const written = toDeadLetterRecord('shop', recordOf(), { error: new Error('no'), code: 'Error', attempts: 3 });
    const letterWith = (header: string, value: string) => {
      const headers = { ...written.headers, [`dead_letter_${header}`]: value };
      return readDeadLetterRecord({ ...written, headers, partition: 0, offset: 0n });
    };
    for (const header of ['id', 'partition', 'offset', 'attempts', 'failed_at']) {
      expect(letterWith(header, 'x')).toBeUndefined();
    }
    // No database takes these.
    for (const header of ['partition', 'attempts']) {
      expect(letterWith(header, '2147483647')).toBeDefined();
      expect(letterWith(header, '2147483648')).toBeUndefined();
    }
    for (const time of ['+275760-09-13T00:00:00Z', '-100000-01-01T00:00:00Z', '1969-12-31T23:59:59Z']) {
      expect(letterWith('failed_at', time)).toBeUndefined();
    }
  });

  it('is not much larger than the message, whatever its failure has to say', () => {
    const value = JSON.stringify(Array.from({ length: 3_000 }, () => 'much'));
    const { error } = z.array(z.number()).safeParse(JSON.parse(value));
    expect(error?.message.length).toBeGreaterThan(200_000);
    const failure = { error: error ?? new Error(), code: 'MESSAGE_INVALID', attempts: 0 };
    const written = toDeadLetterRecord('shop', recordOf({ value }), failure);
    expect(JSON.stringify(written).length).toBeLessThan(JSON.stringify(value).length + 7_000);
    const letter = readDeadLetterRecord({ ...written, partition: 0, offset: 0n });
    expect(letter?.error.message).toMatch(/^\[.+…$/s);
  });

  it('says without the message where that is, when the two do not fit', () => {
    const headers = { ...recordOf().headers, 'x-own': 'y'.repeat(2_000_000) };
    const record = recordOf({ offset: 41n, key: 'k'.repeat(2_000_000), value: 'x'.repeat(2_000_000), headers });
    const stub = toDeadLetterStub('shop', record, { error: new Error('no'), code: 'Error', attempts: 2 });
    expect(JSON.stringify(stub).length).toBeLessThan(8_000);
    const letter = readDeadLetterRecord({ ...stub, partition: 0, offset: 0n });
    expect(letter).toMatchObject({ topic: 'shop.events', offset: 41n, type: 'shop.sold.v1', payload: '' });
    expect(isStub(letter?.headers ?? {})).toBe(true);
  });
});
