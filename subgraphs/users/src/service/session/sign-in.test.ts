import { describe, expect, it } from 'vitest';
import type { Account } from '../../domain/account.ts';
import type { AccountReader } from '../../repository/account-reader.ts';
import type { Work } from '../../repository/unit-of-work.ts';
import type { SignedIn } from './sessions.ts';
import { createSignIn } from './sign-in.ts';

const ACCOUNT: Account = {
  id: '0199c0de-0000-7000-8000-000000000001',
  email: 'ada@example.com',
  emailVerified: true,
  name: 'Ada',
  locale: 'EN',
  roles: ['CUSTOMER'],
  standing: 'ACTIVE',
  createdAt: new Date('2026-01-31T12:00:00Z'),
  version: 1,
  addresses: [],
};
const SIGNED_IN: SignedIn = {
  kind: 'signed-in',
  accessToken: 'access',
  refreshToken: 'refresh',
  expiresAt: new Date(),
  account: ACCOUNT,
};

/** One account whose password is "right"; everything that happens is written down. */
function signInWith({ secondsToWait = 0, isStillThePassword = true } = {}) {
  const events: string[] = [];
  const reader: Pick<AccountReader, 'withPasswordByEmail'> = {
    withPasswordByEmail: async (email) =>
      email === ACCOUNT.email ? { account: ACCOUNT, passwordHash: 'hash of right' } : null,
  };
  const signIn = createSignIn({
    reader,
    unitOfWork: (work) => work({ accounts: { holdPassword: async () => isStillThePassword } } as unknown as Work),
    passwordHasher: {
      hash: async () => 'unused',
      verify: async (password, hash) => {
        events.push(`verified against ${hash ?? 'nothing'}`);
        return hash === `hash of ${password}`;
      },
    },
    sessions: { start: async () => SIGNED_IN },
    attempts: {
      secondsToWait: async () => secondsToWait,
      failed: async () => void events.push('counted'),
      succeeded: async () => void events.push('forgiven'),
    },
    inTurn: (work) => work(),
  });
  const attempt = (email: string, password: string) => signIn({ email, password, client: null, userAgent: null });
  return { attempt, events };
}

describe('signing in', () => {
  it('begins a session, and the count of wrong passwords again', async () => {
    const { attempt, events } = signInWith();
    expect(await attempt(' ADA@example.com', 'right')).toBe(SIGNED_IN);
    expect(events).toEqual(['verified against hash of right', 'forgiven']);
  });

  it('does the same work for a wrong password, an unknown account and an impossible password', async () => {
    for (const [email, password, against] of [
      ['ada@example.com', 'wrong', 'hash of right'],
      ['nobody@example.com', 'right', 'nothing'],
      ['ada@example.com', 'x'.repeat(1_000), 'nothing'],
    ] as const) {
      const { attempt, events } = signInWith();
      expect(await attempt(email, password)).toEqual({ kind: 'invalid-credentials' });
      expect(events).toEqual([`verified against ${against}`, 'counted']);
    }
  });

  it('begins none when the password became another one while it was looked at', async () => {
    const { attempt, events } = signInWith({ isStillThePassword: false });
    expect(await attempt('ada@example.com', 'right')).toEqual({ kind: 'invalid-credentials' });
    expect(events).toEqual(['verified against hash of right']);
  });

  it('does not even look at a password while there is a wait', async () => {
    const { attempt, events } = signInWith({ secondsToWait: 3 });
    expect(await attempt('ada@example.com', 'right')).toEqual({ kind: 'too-many-attempts', retryAfterSeconds: 3 });
    expect(events).toEqual([]);
  });
});
