import { createViewerSigner, VIEWER_HEADER } from '@galleria/kit/graphql/viewer';
import { spellingsOf, waysToAsk } from '@galleria/platform/testing/network/hostile-requests';
import { sendRaw, type RawRequest } from '@galleria/platform/testing/network/raw-http';
import { SignJWT } from 'jose';
import { describe, expect, inject, it } from 'vitest';

const { urls, viewerSigningSecret } = inject('galleria');
const administrator = { userId: '0198a000-0000-7000-8000-000000000000', roles: ['ADMINISTRATOR'] };
const signed = () => createViewerSigner({ secret: viewerSigningSecret, signedBy: 'router' })(administrator);

const FORGERIES: readonly (readonly [string, () => Promise<string | undefined>])[] = [
  ['without a signature', async () => undefined],
  ['with something that is none', async () => 'admin'],
  ['signed with another key', () => createViewerSigner({ secret: 'x'.repeat(43), signedBy: 'router' })(administrator)],
  ['whose signature has expired: an old one sent again', () => token({ expires: '-10s' })],
  ['with a token for another audience', () => token({ audience: 'galleria-graph' })],
  [
    'whose viewer was altered',
    async () => altered(await signed(), { viewer: { ...administrator, roles: ['ADMINISTRATOR', 'OWNER'] } }),
  ],
  ['that claims to need no signature', async () => unsigned(await signed())],
];

/** What a subgraph tells its router alone. */
const INTERNAL = '{ _service { sdl } _entities(representations: []) { __typename } }';

describe.each(Object.entries(urls.subgraphs))('the subgraph %s', (_name, url) => {
  it.each(FORGERIES)('refuses a call %s', async (_how, header) => {
    const { status, body } = await ask(url, await header());
    expect(status).toBe(401);
    expect(body).toEqual({ errors: [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } })] });
  });

  it.each(waysToAsk('/graphql', INTERNAL))('refuses an unsigned call sent as %s', async (_way, request) => {
    await expectRefusal(url, request);
  });

  it.each(spellingsOf('/graphql'))('refuses an unsigned call at its address %s', async (_spelling, target) => {
    const headers = [['Content-Type', 'application/json']] as const;
    await expectRefusal(url, { method: 'POST', target, headers, body: JSON.stringify({ query: INTERNAL }) });
  });

  it('answers the router', async () => {
    const { status, body } = await ask(url, await signed());
    expect([status, body]).toEqual([200, { data: { __typename: 'Query' } }]);
  });
});

async function expectRefusal(url: string, request: RawRequest): Promise<void> {
  const { status, body } = await sendRaw(url, request);
  expect(status, body.slice(0, 200)).toBeGreaterThanOrEqual(400);
  expect(status, body.slice(0, 200)).toBeLessThan(500);
  expect(body.slice(0, 200)).not.toMatch(/"data"|_Service|@key/);
}

async function ask(url: string, viewer: string | undefined) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(viewer === undefined ? {} : { [VIEWER_HEADER]: viewer }) },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  return { status: response.status, body: await response.json() };
}

function token({ audience = 'galleria-subgraph', expires = '1m' }): Promise<string> {
  return new SignJWT({ viewer: administrator })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('router')
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(viewerSigningSecret));
}

function altered(jws: string, claims: object): string {
  const [header, payload = '', signature] = jws.split('.');
  const before = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  return `${header}.${part({ ...before, ...claims })}.${signature}`;
}

function unsigned(jws: string): string {
  return `${part({ alg: 'none' })}.${jws.split('.')[1]}.`;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
