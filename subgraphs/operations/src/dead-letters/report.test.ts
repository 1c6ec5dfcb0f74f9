import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../domain/dead-letter.ts';
import { details, summary } from './report.ts';

const ESCAPE = '\u001B[2J';
const letter: DeadLetter = {
  ...{ id: 'id-1', service: 'orders', status: 'WAITING', messageId: 'm-1', topic: 'orders.events', partition: 0 },
  ...{ type: `shop.sold.v1${ESCAPE}`, key: `k${ESCAPE}`, offset: 7n, isWhole: true, attempts: 1 },
  headers: { 'x-own': ESCAPE },
  payload: '{"token":"secret-1","amount":1}',
  error: { code: `X${ESCAPE}`, message: ESCAPE, stack: null },
  failedAt: new Date(0),
  ...{ correlationId: null, orderId: null, paymentId: null, resolvedAt: null, resolvedBy: null, reason: null },
};

describe('a dead letter on a terminal', () => {
  it.each([
    ['in a list', summary],
    ['alone', details],
  ])('cannot command it, %s', (_where, print) => {
    expect(print(letter)).not.toContain('\u001B');
    expect(print(letter)).toContain('\\x1b[2J');
  });

  it('keeps its secrets', () => {
    expect(details(letter)).toContain('payload  {"token":"(hidden)","amount":1}');
  });
});
