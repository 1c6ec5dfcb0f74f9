import { describe, expect, it } from 'vitest';
import { toBrokerError } from './broker-error.ts';

const protocolError = (type: string) => Object.assign(new Error(type), { type });

describe('an error of the broker’s client', () => {
  it.each([
    ['the error itself', protocolError('MESSAGE_TOO_LARGE')],
    ['its cause', new Error('retries exceeded', { cause: protocolError('MESSAGE_TOO_LARGE') })],
    [
      'one of several',
      Object.assign(new Error('some failed'), { errors: [new Error('x'), protocolError('MESSAGE_TOO_LARGE')] }),
    ],
  ])('is a refusal when %s is about the records', (_title, thrown) => {
    expect(toBrokerError(thrown)).toMatchObject({ code: 'MESSAGE_TOO_LARGE', refused: true, retriable: true });
  });

  it('is a refusal when the client itself finds fault with the records', () => {
    const complaint = Object.assign(new Error('Invalid topic'), { name: 'KafkaJSNonRetriableError' });
    expect(toBrokerError(complaint)).toMatchObject({ code: 'KafkaJSNonRetriableError', refused: true });
  });

  it('is no refusal when the broker is away', () => {
    const connection = Object.assign(new Error('Connection error'), { name: 'KafkaJSConnectionError' });
    expect(toBrokerError(new Error('exceeded', { cause: connection }))).toMatchObject({
      code: 'KafkaJSConnectionError',
      refused: false,
    });
  });

  it('may be any thrown value', () => {
    expect(toBrokerError('oops')).toMatchObject({ code: 'UNKNOWN', message: 'oops', refused: false });
  });
});
