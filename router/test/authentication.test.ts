import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startFixtureGraph, type Answer, type FixtureGraph } from './fixture-graph.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

let issuer: TokenIssuer;
let graph: FixtureGraph;

beforeEach(async () => {
  issuer = await startTokenIssuer();
  graph = await startFixtureGraph({ env: { JWKS_URL: issuer.jwksUrl }, keyCooldownMs: 0 });
});
afterEach(async () => {
  await graph.stop();
  await issuer.stop();
});

describe('an access token', () => {
  it.each([
    ['is expired', { lifetime: -60 }, 'TOKEN_EXPIRED'],
    ['was made for another audience', { audience: 'elsewhere' }, 'TOKEN_INVALID'],
    ['was made by another issuer', { issuer: 'elsewhere' }, 'TOKEN_INVALID'],
    ['names a key that nobody published', { keyId: 'unheard-of' }, 'TOKEN_INVALID'],
  ])('that %s is refused with 401', async (_name, claims, reason) => {
    expectRefused(await askAs(await issuer.issue(claims)), reason);
  });

  it('signed with another key under a known key’s id is refused', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    const forged = await new SignJWT({ roles: ['ADMINISTRATOR'] })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'key-1' })
      .setIssuer('galleria')
      .setAudience('galleria-graph')
      .setSubject('admin')
      .setExpirationTime('5m')
      .sign(privateKey);
    expectRefused(await askAs(forged), 'TOKEN_INVALID');
  });

  it('without a signature is refused', async () => {
    const [, payload] = (await issuer.issue()).split('.');
    const header = Buffer.from('{"alg":"none"}').toString('base64url');
    expectRefused(await askAs(`${header}.${payload}.`), 'TOKEN_INVALID');
  });

  it.each(['nonsense', 'a.b.c', ''])('that is none (%j) is refused', async (token) => {
    expectRefused(await askAs(token), 'TOKEN_INVALID');
  });

  it('in another scheme is refused', async () => {
    expectRefused(
      await graph.ask('{ products { id } }', { headers: { authorization: 'Basic YTpi' } }),
      'TOKEN_INVALID',
    );
  });

  it('that was valid a moment ago is refused once it has expired', async () => {
    const token = await issuer.issue({ lifetime: -1 });
    expect((await askAs(token)).status, 'within the tolerance for clocks').toBe(200);
    expectRefused(await askAs(await issuer.issue({ lifetime: -10 })), 'TOKEN_EXPIRED');
  });
});

describe('the keys', () => {
  it('are fetched once for many tokens', async () => {
    for (let count = 0; count < 3; count += 1)
      expect((await askAs(await issuer.issue({ subject: `u${count}` }))).status).toBe(200);
    expect(issuer.fetches()).toBe(1);
  });

  it('are fetched again when a token names one that is new', async () => {
    await askAs(await issuer.issue());
    await issuer.rotate();
    expect((await askAs(await issuer.issue())).status).toBe(200);
    expect(issuer.fetches()).toBe(2);
  });

  it('are not fetched for every token with an unknown key while the cooldown lasts', async () => {
    const patient = await startFixtureGraph({ env: { JWKS_URL: issuer.jwksUrl }, keyCooldownMs: 60_000 });
    for (let count = 0; count < 5; count += 1) {
      const token = await issuer.issue({ keyId: `unheard-of-${count}` });
      expectRefused(
        await patient.ask('{ products { id } }', { headers: { authorization: `Bearer ${token}` } }),
        'TOKEN_INVALID',
      );
    }
    expect(issuer.fetches()).toBe(1);
    await patient.stop();
  });

  it('that were fetched still work while users is down', async () => {
    await askAs(await issuer.issue());
    await issuer.stop();
    expect((await askAs(await issuer.issue({ subject: 'somebody else' }))).status).toBe(200);
  });

  it('that cannot be fetched make requests with a token fail for the moment, and leave the others alone', async () => {
    await issuer.stop();
    const refused = await askAs(await issuer.issue());
    expect(refused.status).toBe(503);
    expect(refused.body.errors?.[0]?.extensions).toEqual({ code: 'AUTHENTICATION_UNAVAILABLE' });
    expect(refused.text).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|jwks/);
    expect((await graph.ask('{ products { id } }')).status).toBe(200);
    await issuer.start();
    expect((await askAs(await issuer.issue())).status).toBe(200);
  });
});

describe('keys at several addresses', () => {
  const askAt = async (addresses: string): Promise<number> => {
    const several = await startFixtureGraph({ env: { JWKS_URL: addresses } });
    onTestFinished(() => several.stop());
    const headers = { authorization: `Bearer ${await issuer.issue()}` };
    return (await several.ask('{ products { id } }', { headers })).status;
  };

  it('are had where one of them does not answer', async () => {
    const gone = await startTokenIssuer();
    await gone.stop();
    expect(await askAt(`${gone.jwksUrl},${issuer.jwksUrl}`)).toBe(200);
    expect(await askAt(`${issuer.jwksUrl},${gone.jwksUrl}`)).toBe(200);
    expect(await askAt(gone.jwksUrl)).toBe(503);
  });

  it('are had where one of them says nothing', async () => {
    const silent = createServer(() => undefined);
    onTestFinished(() => void silent.close().closeAllConnections());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    expect(await askAt(`http://127.0.0.1:${port}/keys,${issuer.jwksUrl}`)).toBe(200);
  });

  it('are found by a name that stands for them', async () => {
    expect(await askAt(`dns+${issuer.jwksUrl.replace('127.0.0.1', 'localhost')}`)).toBe(200);
  });
});

function askAs(token: string): Promise<Answer> {
  return graph.ask('{ products { id } }', { headers: { authorization: `Bearer ${token}` } });
}

function expectRefused(answer: Answer, reason: string): void {
  expect(answer.status).toBe(401);
  expect(answer.body.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED', reason });
  expect(answer.body).not.toHaveProperty('data');
  expect(answer.headers['www-authenticate']).toContain('Bearer');
}
