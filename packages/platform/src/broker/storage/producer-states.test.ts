import { describe, expect, it } from 'vitest';
import { encodeBatch } from '../../../test/broker/support/batch-fixture.ts';
import { ErrorCode } from '../wire/error-code.ts';
import { readBatchHeader } from '../wire/record-batch.ts';
import { createProducerStates } from './producer-states.ts';

const LAST_SEQUENCE = 2 ** 31 - 1;

describe('Producer states', () => {
  it('recognise any of the last five batches, and take an older one for a mistake', () => {
    const states = createProducerStates();
    for (let sequence = 0; sequence < 6; sequence += 1) states.note(header(0, sequence, sequence + 100));
    expect([1, 2, 3, 4, 5].map((sequence) => states.offsetOfRepeat(header(0, sequence)))).toEqual([
      101, 102, 103, 104, 105,
    ]);
    expect(() => states.offsetOfRepeat(header(0, 0))).toThrow(withCode(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER));
  });

  it('accept an unknown producer at any sequence: its records may have been removed', () => {
    expect(createProducerStates().offsetOfRepeat(header(0, 42))).toBeNull();
  });

  it('follow the sequence over its largest value to zero', () => {
    const states = createProducerStates();
    states.note(header(0, LAST_SEQUENCE - 1));
    expect(states.offsetOfRepeat(header(0, LAST_SEQUENCE))).toBeNull();
    states.note(header(0, LAST_SEQUENCE));
    expect(states.offsetOfRepeat(header(0, 0))).toBeNull();
  });

  it('start a new epoch at sequence zero and refuse the old one', () => {
    const states = createProducerStates();
    states.note(header(0, 0));
    expect(() => states.offsetOfRepeat(header(1, 1))).toThrow(withCode(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER));
    states.note(header(1, 0));
    expect(() => states.offsetOfRepeat(header(0, 1))).toThrow(withCode(ErrorCode.INVALID_PRODUCER_EPOCH));
  });

  it('take no part in what producers without an id send', () => {
    const states = createProducerStates();
    const plain = readBatchHeader(encodeBatch({ values: ['v'] }));
    states.note(plain);
    expect(states.offsetOfRepeat(plain)).toBeNull();
  });
});

function header(producerEpoch: number, baseSequence: number, baseOffset = 0) {
  return readBatchHeader(encodeBatch({ values: ['v'], producerId: 9, producerEpoch, baseSequence, baseOffset }));
}

function withCode(errorCode: number): Error {
  return expect.objectContaining({ errorCode }) as Error;
}
