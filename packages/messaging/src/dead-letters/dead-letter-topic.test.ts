import { describe, expect, it } from 'vitest';
import { readDeadLetterRecord, toDeadLetterRecord } from './dead-letter-topic.ts';
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
      messageId: record.headers['ce_id'],
      type: 'shop.sold.v1',
      topic: 'shop.events',
      partition: 2,
      offset: 9_007_199_254_740_993n,
      key: 'k',
      headers: record.headers,
      payload: record.value,
      error: { code: 'TypeError', message: 'x is undefined', stack: error.stack },
      attempts: 3,
      correlationId: 'c-1',
      failedAt: expect.any(Date) as Date,
    });
  });

  it('is none when something else was written there', () => {
    expect(readDeadLetterRecord(recordOf())).toBeUndefined();
  });
});
