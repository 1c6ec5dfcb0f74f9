import { ServiceError } from '@galleria/kit/errors';
import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { isRetriable } from './retry-policy.ts';

function databaseError(code: string): DatabaseError {
  const error = new DatabaseError('refused', 0, 'error');
  error.code = code;
  return error;
}

describe('whether a failed message is worth another try', () => {
  it.each([
    ['a service error that says so', new ServiceError('AWAY', { kind: 'unavailable', message: '', retriable: true })],
    ['a refused connection', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
    ['a connection that pg lost', new Error('Connection terminated unexpectedly')],
    ['a pool without a free connection', new Error('timeout exceeded when trying to connect')],
    ['a database that shuts down', databaseError('57P01')],
    ['a database that starts', databaseError('57P03')],
    ['too many connections', databaseError('53300')],
    ['a deadlock', databaseError('40P01')],
    ['a serialization failure', databaseError('40001')],
  ])('%s is', (_title, error) => {
    expect(isRetriable(error)).toBe(true);
  });

  it.each([
    ['a service error that does not say so', new ServiceError('WRONG', { kind: 'conflict', message: '' })],
    ['a TypeError', new TypeError('x is not a function')],
    ['a violated constraint', databaseError('23505')],
    ['a query that is canceled', databaseError('57014')],
    ['a syntax error in SQL', databaseError('42601')],
    ['any other error', new Error('no')],
  ])('%s is not', (_title, error) => {
    expect(isRetriable(error)).toBe(false);
  });
});
