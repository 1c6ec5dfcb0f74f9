import { describe, expect, it } from 'vitest';
import { scopesOf } from './scopes.ts';

describe('scopes', () => {
  it('of a customer allow shopping, and nothing of the shop itself', () => {
    expect(scopesOf(['CUSTOMER'])).toEqual(['account:write', 'cart:write', 'orders:place']);
  });

  it('of an administrator allow running the shop', () => {
    expect(scopesOf(['ADMINISTRATOR'])).toEqual(
      expect.arrayContaining(['catalog:write', 'orders:write', 'payments:refund', 'stock:write', 'users:read']),
    );
  });

  it('of several roles add up, each once, as words that a token can hold', () => {
    const both = scopesOf(['ADMINISTRATOR', 'CUSTOMER', 'CUSTOMER']);
    expect(new Set(both).size).toBe(both.length);
    expect(both).toEqual([...new Set([...scopesOf(['CUSTOMER']), ...scopesOf(['ADMINISTRATOR'])])].sort());
    expect(both.every((scope) => /^[a-z-]+:[a-z-]+$/.test(scope))).toBe(true);
  });
});
