import { userRegistered } from '@galleria/events/users';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SEED_PASSWORD, seedAccounts } from '../src/seed-data.ts';
import { createClient, startUsers, viewerOf, type Users } from './accounts.ts';

let users: Users;

beforeAll(async () => {
  users = await startUsers();
});
afterAll(() => users.stop());

describe('the seed', () => {
  it('opens every account once, however often it runs, and tells the others', async () => {
    expect(await users.app.seedAccounts(seedAccounts, SEED_PASSWORD)).toBe(seedAccounts.length);
    expect(await users.app.seedAccounts(seedAccounts, SEED_PASSWORD)).toBe(0);
    await vi.waitFor(
      () => expect(users.published(userRegistered).map(({ data }) => data.email)).toHaveLength(seedAccounts.length),
      PATIENCE,
    );
  });

  it('makes accounts that sign in and are verified: customers with addresses, and an administrator', async () => {
    const client = createClient(users);
    for (const { email, roles, addresses } of seedAccounts) {
      const signedIn = await client.signIn(email, SEED_PASSWORD);
      expect(viewerOf(signedIn).roles).toEqual(roles);
      const { data } = await users.query('{ me { emailVerified addresses { isDefault } } }', {
        viewer: viewerOf(signedIn),
      });
      expect(data.me).toEqual({
        emailVerified: true,
        addresses: addresses.map((_address, index) => ({ isDefault: index === 0 })),
      });
    }
  });
});
