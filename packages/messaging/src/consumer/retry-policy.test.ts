import { ServiceError } from '@galleria/kit/errors';
import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { BrokerError } from '../kafka/broker-error.ts';
import { isFinal } from './retry-policy.ts';

function databaseError(code: string): DatabaseError {
  const error = new DatabaseError('refused', 0, 'error');
  error.code = code;
  return error;
}

describe('a failure', () => {
  it('is final where the handler refuses the message', () => {
    expect(isFinal(new ServiceError('WRONG', { kind: 'conflict', message: '' }))).toBe(true);
  });

  it.each([
    ['a service error that says so', new ServiceError('AWAY', { kind: 'unavailable', message: '', retriable: true })],
    ['a broker that is away', new BrokerError('AWAY', 'away', { refused: false })],
    ['a refused connection', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
    ['a connection that pg lost', new Error('Connection terminated unexpectedly')],
    ['an answer that did not come', new Error('Query read timeout')],
    ['a pool that is closed', new Error('Cannot use a pool after calling end on the pool')],
    ['a primary that was demoted', databaseError('25006')],
    ['a transaction that rested for too long', databaseError('25P03')],
    ['a statement that took too long', databaseError('57014')],
    ['a lock that did not come free', databaseError('55P03')],
    ['a login that fails for the moment', databaseError('28P01')],
    ['a database that is not there yet', databaseError('3D000')],
    ['a prepared statement that a pooler dropped', databaseError('26000')],
    ['a plan that a migration made stale', databaseError('0A000')],
    ['a serialization failure', databaseError('40001')],
    ['a violated constraint', databaseError('23505')],
    ['a TypeError', new TypeError('x is not a function')],
  ])('is not final: %s', (_title, error) => {
    expect(isFinal(error)).toBe(false);
  });
});
