import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isId, newId } from '@galleria/kit/identifiers';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFixtureGraph, type Answer, type FixtureGraph } from './fixture-graph.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

const GUIDE = readFileSync(resolve(import.meta.dirname, '../../docs/guides/authentication.md'), 'utf8');
const [, FILE = ''] = /```yaml\n([^]*?)```/.exec(GUIDE) ?? [];
const STAFF = 'https://login.example.com/realms/staff';
const CALLER = '{ caller { userId roles sessionId } }';

interface Caller {
  readonly userId: string;
  readonly roles: readonly string[];
  readonly sessionId: string | null;
}

let folder: string;
let own: TokenIssuer;
let staff: TokenIssuer;
let graph: FixtureGraph;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'galleria-issuers-'));
  [own, staff] = await Promise.all([startTokenIssuer(), startTokenIssuer()]);
  await staff.rotate({ algorithm: 'RS256' });
  graph = await startWith(FILE.replace(/jwks: .*/, `jwks: ${staff.jwksUrl}`));
});
afterEach(async () => {
  await graph.stop();
  await Promise.all([own.stop(), staff.stop()]);
  rmSync(folder, { recursive: true });
});

function startWith(issuers: string): Promise<FixtureGraph> {
  const file = join(folder, 'issuers.yaml');
  writeFileSync(file, issuers);
  return startFixtureGraph({ env: { JWKS_URL: own.jwksUrl, TOKEN_ISSUERS: file }, keyCooldownMs: 0 });
}

function askAs(token: string): Promise<Answer> {
  return graph.ask(CALLER, { headers: { authorization: `Bearer ${token}` } });
}

async function callerOf(token: string): Promise<Caller> {
  const answer = await askAs(token);
  expect(answer.body.errors).toBeUndefined();
  return (answer.body.data as { caller: Caller }).caller;
}

async function expectRefused(token: string): Promise<void> {
  const { status, body } = await askAs(token);
  expect(status).toBe(401);
  expect(body.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED', reason: 'TOKEN_INVALID' });
}

describe('the token of another issuer', () => {
  it('has the roles that its own stand for, and none that it only calls itself by', async () => {
    const others = { realm_access: { roles: ['shop-manager', 'ADMINISTRATOR', 'toString', 7] } };
    expect(await callerOf(await staff.issue({ issuer: STAFF, roles: ['ADMINISTRATOR'], others }))).toEqual({
      userId: expect.any(String),
      roles: ['ADMINISTRATOR'],
      sessionId: null,
    });
    const without = await callerOf(await staff.issue({ issuer: STAFF, roles: ['ADMINISTRATOR'] }));
    expect(without.roles).toEqual([]);
  });

  it('is always of the same account, which is nobody’s of ours', async () => {
    const subject = newId();
    const ours = await callerOf(await own.issue({ subject }));
    expect(ours.userId).toBe(subject);
    const theirs = await callerOf(await staff.issue({ issuer: STAFF, subject }));
    expect(theirs.userId).not.toBe(subject);
    expect(isId(theirs.userId)).toBe(true);
    expect(await callerOf(await staff.issue({ issuer: STAFF, subject, lifetime: 200 }))).toEqual(theirs);
    expect((await callerOf(await staff.issue({ issuer: STAFF, subject: newId() }))).userId).not.toBe(theirs.userId);
  });

  it('is checked with that issuer’s keys alone', async () => {
    await own.rotate();
    await expectRefused(await own.issue({ issuer: STAFF }));
    await expectRefused(await staff.issue({ issuer: 'galleria' }));
  });

  it('is refused when it was made for another audience, or by nobody who is trusted', async () => {
    await expectRefused(await staff.issue({ issuer: STAFF, audience: 'elsewhere' }));
    await expectRefused(await staff.issue({ issuer: `${STAFF}/` }));
    await expectRefused(await staff.issue({ issuer: '' }));
  });

  it('is refused when it is signed in another way than agreed, even with a key that is published', async () => {
    await staff.rotate({ algorithm: 'ES256' });
    await expectRefused(await staff.issue({ issuer: STAFF }));
    const { keys } = (await (await fetch(staff.jwksUrl)).json()) as { keys: { kid: string; n?: string }[] };
    const published = keys.find(({ n }) => n !== undefined)!;
    const forged = new SignJWT({ realm_access: { roles: ['shop-manager'] } })
      .setProtectedHeader({ alg: 'HS256', kid: published.kid })
      .setIssuer(STAFF)
      .setAudience('galleria-graph')
      .setSubject('somebody')
      .setExpirationTime('5m');
    await expectRefused(await forged.sign(new TextEncoder().encode(published.n)));
  });

  it('cannot be checked while its keys cannot be had, and everybody else’s can', async () => {
    await staff.stop();
    const { status, body } = await askAs(await staff.issue({ issuer: STAFF }));
    expect(status).toBe(503);
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'AUTHENTICATION_UNAVAILABLE' });
    expect((await callerOf(await own.issue())).userId).toBe('user-1');
    await staff.start();
    expect((await callerOf(await staff.issue({ issuer: STAFF }))).roles).toEqual([]);
  });
});
