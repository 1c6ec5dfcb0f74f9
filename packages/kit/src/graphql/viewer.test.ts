import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createViewerSigner, createViewerVerifier, requireRole, requireViewer } from './viewer.ts';

const secret = 'a secret of at least thirty-two characters';
const viewer = { userId: 'u-1', roles: ['CUSTOMER'], sessionId: 's-1' };
const sign = createViewerSigner({ secret, signedBy: 'router' });
const verify = createViewerVerifier({ secret });

describe('the viewer header', () => {
  it('carries who asks, and who vouches for it', async () => {
    expect(await verify(await sign(viewer))).toEqual({ signedBy: 'router', viewer });
    expect(await verify(await sign(null))).toEqual({ signedBy: 'router', viewer: null });
  });

  it.each([
    ['that is missing', async () => undefined],
    ['that is no token', async () => 'nonsense'],
    ['that another secret signed', () => createViewerSigner({ secret: `${secret}!`, signedBy: 'router' })(viewer)],
    ['that was changed', async () => (await sign(viewer)).replace(/^.{40}/, (head) => head.toLowerCase())],
    ['that is too old', () => token({ expiresAt: '-1m' })],
    ['that was made for something else', () => token({ audience: 'other' })],
    ['that does not say who asks', () => token({ claims: {} })],
    ['that was sent twice', async () => [await sign(viewer), await sign(null)]],
  ])('is refused %s', async (_title, header) => {
    await expect(verify(await header())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

it('a viewer header like those that are refused is taken when nothing is wrong with it', async () => {
  expect(await verify(await token({}))).toEqual({ signedBy: 'router', viewer });
});

describe('access', () => {
  const customer = { signedBy: 'router', viewer };

  it('needs a viewer, and a role where one is asked for', () => {
    expect(requireViewer(customer)).toEqual(viewer);
    expect(requireRole(customer, 'CUSTOMER')).toEqual(viewer);
    expect(() => requireViewer({ ...customer, viewer: null })).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    );
    expect(() => requireRole(customer, 'ADMINISTRATOR')).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  });
});

function token({ audience = 'galleria-subgraph', expiresAt = '1m', claims = { viewer } as object }): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('router')
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(new TextEncoder().encode(secret));
}
