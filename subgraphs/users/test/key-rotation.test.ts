import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, startUsers, type Users } from './accounts.ts';

const MINUTE_SECONDS = 60;
const TOKEN_SECONDS = 900;

let now = new Date();
let users: Users;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  users = await startUsers({ clock: () => now });
  client = createClient(users);
});
afterAll(() => users.stop());

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1_000));

type App = Users['app'];

const keySetOf = async ({ server }: App): Promise<JSONWebKeySet> =>
  (await server.inject({ method: 'GET', url: '/.well-known/jwks.json' })).json<JSONWebKeySet>();
const idsOf = ({ keys }: JSONWebKeySet) => keys.map(({ kid }) => kid ?? '').sort();

/**
 * A verifier of the worst kind that is allowed: keeps the key set for as long as its max-age says, came by it through a
 * cache that did the same, and never looks again for a key that it does not know.
 */
function createVerifier(app: App, phaseSeconds: number) {
  let fetchedAt = now.getTime() - phaseSeconds * 1_000;
  let keySet: JSONWebKeySet;
  return {
    start: async () => void (keySet = await keySetOf(app)),
    refuses: async (token: string): Promise<boolean> => {
      if (now.getTime() - fetchedAt >= 300_000) {
        keySet = await keySetOf(app);
        fetchedAt = now.getTime();
      }
      const verifying = jwtVerify(token, createLocalJWKSet(keySet), { currentDate: now });
      return verifying.then(
        () => false,
        () => true,
      );
    },
  };
}

describe('rotating the signing key', () => {
  it('refuses no token at any moment, by whichever instance it was signed and however old a verifier’s keys are', async () => {
    const instances = [users.app, await users.startInstance()];
    const verifiers = [0, 90, 170, 290].flatMap((phase) => instances.map((app) => createVerifier(app, phase)));
    for (const verifier of verifiers) await verifier.start();
    let { refreshToken } = await client.signUp();
    const tokens: { token: string; issuedAt: number }[] = [];
    const signers: string[] = [];
    const refused: string[] = [];

    for (let minute = 0; minute < 50; minute += 1) {
      if (minute === 5) expect((await users.app.rotateSigningKeys()).made).not.toBeNull();
      const signedIn = await client.refresh(refreshToken);
      ({ refreshToken } = signedIn);
      tokens.push({ token: signedIn.accessToken, issuedAt: now.getTime() });
      signers.push(decodeProtectedHeader(signedIn.accessToken).kid ?? '');
      const valid = tokens.filter(({ issuedAt }) => now.getTime() - issuedAt < TOKEN_SECONDS * 1_000);
      for (const verifier of verifiers) {
        for (const { token, issuedAt } of valid) {
          if (await verifier.refuses(token))
            refused.push(`minute ${minute}, issued at ${new Date(issuedAt).toISOString()}`);
        }
      }
      later(MINUTE_SECONDS);
    }
    expect(refused).toEqual([]);
    expect(new Set(signers).size).toBe(2);
    for (const app of instances) expect(idsOf(await keySetOf(app))).toEqual([signers.at(-1)]);
  });

  it('makes one key when it is asked for twice at once, and another only when that one signs', async () => {
    const reports = await Promise.all([users.app.rotateSigningKeys(), users.app.rotateSigningKeys()]);
    expect(reports.filter(({ made }) => made !== null)).toHaveLength(1);
    expect(reports[0]?.signsFrom).toEqual(reports[1]?.signsFrom);
    later(11 * MINUTE_SECONDS);
    expect((await users.app.rotateSigningKeys()).made).toBeNull();
    later(MINUTE_SECONDS);
    expect((await users.app.rotateSigningKeys()).made).not.toBeNull();
  });

  it('removes a key, its private part included, when its last token has expired', async () => {
    const kept = async () => (await users.database.pool.query('select id from signing_keys')).rows.length;
    later(3_600);
    await users.app.rotateSigningKeys();
    expect(await kept()).toBe(2);
    later(3_600);
    expect(await kept()).toBe(2);
    await users.app.removeExpired();
    expect(await kept()).toBe(1);
  });
});
