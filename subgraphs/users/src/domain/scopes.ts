import type { Role } from './account.ts';

/**
 * What each role may do, in the words of access tokens. One place: a new permission is a word here, and a check where
 * it matters.
 */
const SCOPES_OF_ROLE: Readonly<Record<Role, readonly string[]>> = {
  CUSTOMER: ['account:write', 'cart:write', 'orders:place'],
  ADMINISTRATOR: [
    'account:write',
    'catalog:write',
    'stock:write',
    'orders:read',
    'orders:write',
    'payments:read',
    'payments:refund',
    'users:read',
    'dead-letters:read',
    'dead-letters:write',
  ],
};

/** The scopes of all roles together, each once, in alphabetical order. */
export function scopesOf(roles: readonly Role[]): string[] {
  return [...new Set(roles.flatMap((role) => SCOPES_OF_ROLE[role]))].sort();
}
