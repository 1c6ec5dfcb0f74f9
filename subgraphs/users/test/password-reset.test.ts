import { passwordChanged, userUpdated } from '@galleria/events/users';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createClient,
  newCustomer,
  startUsers,
  STRONG_PASSWORD,
  viewerOf,
  type SignedIn,
  type Users,
} from './accounts.ts';
import { send, type Outcome } from './as-client.ts';
import { linksTo, tokensTo } from './mail-links.ts';

const ANOTHER = 'lantern gravel teapot monsoon';

let now = new Date();
let users: Users;
let client: ReturnType<typeof createClient>;
let session: SignedIn;
let email: string;

beforeAll(async () => {
  users = await startUsers({ clock: () => now });
  client = createClient(users);
});
beforeEach(async () => {
  session = await client.signUp();
  ({ email } = session.user);
});
afterAll(() => users.stop());

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1_000));
const ask = (as = email, address?: string) =>
  send(users, 'requestPasswordReset', { email: as }, address === undefined ? {} : { address });
const reset = (token: string, newPassword = ANOTHER, address?: string) =>
  send<Outcome & { user: { id: string; email: string | null } }>(
    users,
    'resetPassword',
    { input: { token, newPassword } },
    address === undefined ? {} : { address },
  );
/**
 * How many links were mailed, once a later message about the same account has arrived: those of one key come in order.
 */
async function linksSoFar(): Promise<number> {
  const name = `Ada ${now.getTime()}`;
  await client.updateProfile(viewerOf(session), name);
  const isTold = () => users.published(userUpdated).some(({ data }) => data.name === name);
  await vi.waitFor(() => expect(isTold()).toBe(true), PATIENCE);
  return linksTo(users, 'reset', email).length;
}

async function askForToken(): Promise<string> {
  await ask();
  return (await tokensTo(users, 'reset', email)).at(-1)!;
}

describe('asking for a reset of the password', () => {
  it('has a link mailed that sets the password, whatever the spelling of the address', async () => {
    expect(await ask(` ${email.toUpperCase()} `)).toEqual({ __typename: 'PasswordResetRequested' });
    const [token] = await tokensTo(users, 'reset', email);
    expect(await reset(token!)).toMatchObject({
      __typename: 'PasswordReset',
      user: { id: session.user.id, email: null },
    });
    expect(await client.signIn(email, ANOTHER)).toMatchObject({ __typename: 'SignedIn' });
    expect(await client.signIn(email)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  it('answers the same for an address that has no account, counts it the same, and mails nothing', async () => {
    const unknown = newCustomer().email;
    const asked = async (as: string, place: number) => {
      const results: Outcome[] = [];
      for (let count = 0; count < 7; count += 1) results.push(await ask(as, `203.0.113.${place}`));
      return results;
    };
    const answers = await asked(unknown, 1);
    expect(answers).toEqual(await asked(email, 2));
    expect(answers.at(-1)).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    await tokensTo(users, 'reset', email, 3);
    expect(linksTo(users, 'reset', unknown)).toEqual([]);
  });

  it('refuses what is no address', async () => {
    expect(await ask('ada at example')).toMatchObject({ code: 'INVALID_EMAIL' });
  });

  it('does not fill a mailbox, and leaves the last link working while nothing new is sent', async () => {
    for (let place = 0; place < 12; place += 1) {
      expect(await ask(email, `203.0.113.${place}`)).toEqual({ __typename: 'PasswordResetRequested' });
    }
    const tokens = await tokensTo(users, 'reset', email, 3);
    expect(await reset(tokens[2]!)).toMatchObject({ __typename: 'PasswordReset' });
  });

  it('cannot be spoilt by others who ask all the time: the last link works for ten minutes', async () => {
    for (let minute = 0; minute < 30; minute += 1) {
      await ask(email, `203.0.113.${minute}`);
      later(60);
    }
    const before = await linksSoFar();
    later(600);
    await ask(email, '198.51.100.1');
    const token = (await tokensTo(users, 'reset', email, before + 1)).at(-1)!;
    for (let minute = 0; minute < 9; minute += 1) {
      later(60);
      await ask(email, `203.0.113.${100 + minute}`);
    }
    expect(await reset(token)).toMatchObject({ __typename: 'PasswordReset' });
  });

  it('makes the link before worthless', async () => {
    await ask();
    await ask();
    const [older, newer] = await tokensTo(users, 'reset', email, 2);
    expect(await reset(older!)).toMatchObject({ code: 'INVALID_TOKEN' });
    expect(await reset(newer!)).toMatchObject({ __typename: 'PasswordReset' });
  });

  it('leaves no secret in the database: neither in clear nor, once it is sent, in the outbox', async () => {
    const token = await askForToken();
    const text = async () => {
      const { rows } = await users.database.pool.query<{ text: string }>(
        `select coalesce((select string_agg(t::text, '') from outbox t), '')
          || (select string_agg(t::text || encode(t.hash, 'escape'), '') from one_time_tokens t) as text`,
      );
      return rows[0]?.text ?? '';
    };
    await vi.waitFor(async () => {
      expect(await text()).not.toContain(token);
      expect(await text()).not.toContain(email);
    }, PATIENCE);
  });
});

describe('resetting the password', () => {
  it('works once, also when five come at once', async () => {
    const token = await askForToken();
    const results = await Promise.all(
      Array.from({ length: 5 }, (_, index) => reset(token, `lantern gravel teapot ${'abcde'.charAt(index)}`)),
    );
    const winners = results.filter(({ __typename }) => __typename === 'PasswordReset');
    expect(winners).toHaveLength(1);
    expect(results.filter(({ code }) => code === 'INVALID_TOKEN')).toHaveLength(4);
    const told = () => users.published(passwordChanged).filter(({ data }) => data.userId === session.user.id);
    await vi.waitFor(() => expect(told()).toHaveLength(1), PATIENCE);
  });

  it('works for thirty minutes', async () => {
    const token = await askForToken();
    later(30 * 60);
    expect(await reset(token)).toMatchObject({ code: 'INVALID_TOKEN' });
    const another = (await ask(), await tokensTo(users, 'reset', email, 2)).at(-1)!;
    later(30 * 60 - 1);
    expect(await reset(another)).toMatchObject({ __typename: 'PasswordReset' });
  });

  it('ends all sessions, and verifies the address', async () => {
    const phone = await client.signIn(email);
    await reset(await askForToken());
    for (const { refreshToken } of [session, phone]) {
      expect(await client.refresh(refreshToken)).toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
    }
    const { data } = await users.query('{ me { emailVerified } }', {
      viewer: { userId: session.user.id, roles: ['CUSTOMER'] },
    });
    expect(data).toEqual({ me: { emailVerified: true } });
  });

  it('with a weak password is refused, and leaves the link as it is', async () => {
    const token = await askForToken();
    expect(await reset(token, 'galleria')).toMatchObject({ code: 'WEAK_PASSWORD' });
    expect(await reset(token, email)).toMatchObject({ code: 'WEAK_PASSWORD' });
    expect(await reset(token)).toMatchObject({ __typename: 'PasswordReset' });
  });

  it('takes no other token: nonsense, a refresh token, a link that verifies', async () => {
    const [verification] = await tokensTo(users, 'verification', email);
    for (const token of ['', 'x'.repeat(100_000), 'A'.repeat(43), session.refreshToken, verification!]) {
      expect(await reset(token)).toMatchObject({ code: 'INVALID_TOKEN' });
    }
    expect(await client.signIn(email, STRONG_PASSWORD)).toMatchObject({ __typename: 'SignedIn' });
  });

  it('lets the owner in from a place where many others keep guessing', async () => {
    const home = '198.51.100.77';
    const guessed = async (count: number) => {
      for (let place = 0; place < count; place += 1) {
        await send(users, 'signIn', { input: { email, password: 'wrong' } }, { address: `203.0.113.${place}` });
      }
    };
    await guessed(12);
    const signIn = (password: string) => send(users, 'signIn', { input: { email, password } }, { address: home });
    expect(await signIn(STRONG_PASSWORD)).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    expect(await reset(await askForToken(), ANOTHER, home)).toMatchObject({ __typename: 'PasswordReset' });
    await guessed(30);
    expect(await signIn(ANOTHER)).toMatchObject({ __typename: 'SignedIn' });
  });
});
