import { describe, expect, it } from 'vitest';
import { requestProblem } from './order-request.ts';

const REQUEST = { idempotencyKey: 'one order', paymentToken: 'tok_success', shippingAddressId: 'address' };

describe('a request to order', () => {
  it.each(['k'.repeat(8), 'k'.repeat(100), 'schlüssel', '🔑'.repeat(8)])('takes the key %s', (idempotencyKey) => {
    expect(requestProblem({ ...REQUEST, idempotencyKey })).toBeNull();
  });

  it.each(['', 'k'.repeat(7), 'k'.repeat(101), 'line\nbreak'])('refuses the key "%s"', (idempotencyKey) => {
    expect(requestProblem({ ...REQUEST, idempotencyKey })).toBe('invalid-idempotency-key');
  });

  it.each(['', 't'.repeat(201), 'a\u0000b'])('refuses the payment token "%s"', (paymentToken) => {
    expect(requestProblem({ ...REQUEST, paymentToken })).toBe('invalid-payment-token');
  });
});
