import { describe, expect, it } from 'vitest';
import { refundProblem } from './refund.ts';

const REQUEST = { amountMinor: 100, reason: 'broken', idempotencyKey: '12345678' };

describe('a request to refund', () => {
  it.each([
    REQUEST,
    { ...REQUEST, amountMinor: null },
    { ...REQUEST, amountMinor: 1 },
    { ...REQUEST, reason: ` ${'r'.repeat(200)} ` },
    { ...REQUEST, idempotencyKey: 'k'.repeat(100) },
  ])('makes sense: %o', (request) => expect(refundProblem(request)).toBeNull());

  it.each([
    { ...REQUEST, amountMinor: 0 },
    { ...REQUEST, reason: '' },
    { ...REQUEST, reason: 'r'.repeat(201) },
    { ...REQUEST, reason: 'a\0b' },
    { ...REQUEST, idempotencyKey: '1234567' },
    { ...REQUEST, idempotencyKey: 'k'.repeat(101) },
    { ...REQUEST, idempotencyKey: '1234567\0' },
  ])('makes none: %o', (request) => expect(refundProblem(request)).not.toBeNull());
});
