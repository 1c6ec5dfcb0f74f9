import { describe, expect, it } from 'vitest';
import type { LockedAccount } from '../../repository/account-repository.ts';
import type { StoredThrottle } from '../../repository/throttle-repository.ts';
import type { Work } from '../../repository/unit-of-work.ts';
import { createRequestPasswordReset, createSteadyTime } from './request-password-reset.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const ADA: LockedAccount = {
  id: '0199c0de-0000-7000-8000-000000000001',
  email: 'ada@example.com',
  name: 'Ada',
  locale: 'EN',
  version: 1,
  passwordHash: 'hash',
  emailVerified: false,
};
const NOTHING: StoredThrottle = { failures: 0, lastFailedAt: null, blockedUntil: null, trustedUntil: null };

/** One account; everything that is done in the transaction, and how long the answer is held back, is written down. */
function requestWith() {
  const events: string[] = [];
  const note = (event: string) => async () => void events.push(event);
  const work = {
    accounts: {
      lockByEmail: async (email: string) => {
        events.push('looked for the account');
        return email === ADA.email ? ADA : null;
      },
    },
    throttles: {
      lock: async () => {
        events.push('locked a count');
        return NOTHING;
      },
      save: note('counted'),
    },
    oneTimeTokens: { put: note('kept a hash') },
    outbox: { add: note('had a link mailed') },
  } as unknown as Work;
  const requestPasswordReset = createRequestPasswordReset({
    unitOfWork: (run) => run(work),
    inSteadyTime: async (run) => {
      const result = await run();
      events.push('waited');
      return result;
    },
    clock: () => NOW,
  });
  return { ask: (email: string) => requestPasswordReset({ email, client: '192.0.2.1' }), events };
}

const FOR_EVERYBODY = [
  'looked for the account',
  ...Array<string>(3).fill('locked a count'),
  ...Array<string>(3).fill('counted'),
];

describe('a request for a reset of the password', () => {
  it('is looked for and counted alike whether or not there is an account, and answered after the same time', async () => {
    const known = requestWith();
    const unknown = requestWith();
    expect(await known.ask(' Ada@example.com')).toEqual(await unknown.ask('nobody@example.com'));
    expect(unknown.events).toEqual([...FOR_EVERYBODY, 'waited']);
    expect(known.events).toEqual([...FOR_EVERYBODY, 'kept a hash', 'had a link mailed', 'waited']);
  });
});

describe('steady time', () => {
  it('lets no answer out before it has passed', async () => {
    const startedAt = performance.now();
    expect(await createSteadyTime(30)(async () => 'answer')).toBe('answer');
    // A timer may fire up to a millisecond early.
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(29);
  });

  it('passes failures on', async () => {
    await expect(createSteadyTime(1)(() => Promise.reject(new Error('no database')))).rejects.toThrow('no database');
  });
});
