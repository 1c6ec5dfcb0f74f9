import { describe, expect, it } from 'vitest';
import { readCheckoutState, stepOf } from './checkout-state.ts';

const newKey = () => 'new key';
const EMPTY = { idempotencyKey: 'key', addressId: undefined, payment: undefined };
const WHOLE = { idempotencyKey: 'key', addressId: 'a1', payment: 'tok_success' } as const;

describe('the state of a checkout', () => {
  it('is what its history entry holds, with the key of the intended order', () => {
    expect(readCheckoutState(WHOLE, newKey)).toEqual(WHOLE);
  });

  it.each([null, undefined, 'text', { idempotencyKey: 7, payment: 'tok_unknown' }])('begins anew for %o', (state) => {
    expect(readCheckoutState(state, newKey)).toEqual({ ...EMPTY, idempotencyKey: 'new key' });
  });
});

describe('the step of a checkout', () => {
  it('is the one that the address names', () => {
    expect(stepOf('review', WHOLE)).toBe('review');
    expect(stepOf('address', WHOLE)).toBe('address');
  });

  it('is the first that is not done where the named one needs more', () => {
    expect(stepOf('review', EMPTY)).toBe('address');
    expect(stepOf('review', { ...EMPTY, addressId: 'a1' })).toBe('payment');
    expect(stepOf('nonsense', WHOLE)).toBe('address');
  });
});
