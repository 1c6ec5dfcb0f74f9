import { createExpiringCache } from '@galleria/kit/expiring-cache';
import type { Logger } from '@galleria/kit/logger';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { decodeJwt, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { routerErrors, type TokenRefusal } from '../../errors.ts';
import { claimsSchema, scopesOf } from './token-claims.ts';
import { createKeySource, KeysUnavailable, type TokenIssuer } from './token-issuer.ts';

export interface AuthenticationOptions {
  /** Each with another name. */
  readonly issuers: readonly TokenIssuer[];
  readonly logger: Logger;
  /** How long an unknown key id is not looked up again after a fetch; 30 s. */
  readonly keyCooldownMs?: number;
  /**
   * How long a token that was found valid is not checked again; 30 s, which bounds how long a withdrawn key still
   * works.
   */
  readonly rememberMs?: number;
}

/** Who sends a request, and until when that may be believed, in milliseconds since 1970. */
export interface Authenticated {
  readonly viewer: Viewer;
  /** Those that the token's claim `scope` names, and `role:` with each of the viewer's roles. */
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: number;
}

interface Trusted extends TokenIssuer {
  readonly keyOf: JWTVerifyGetKey;
}

const CLOCK_TOLERANCE_SECONDS = 5;
const REMEMBERED_TOKENS = 5_000;

/**
 * Tells who sends a request by its `Authorization` header: null without one. Throws UNAUTHENTICATED with the reason
 * TOKEN_EXPIRED or TOKEN_INVALID, or AUTHENTICATION_UNAVAILABLE when the key that signed the token cannot be had.
 */
export function createAuthentication(options: AuthenticationOptions) {
  const trusted = new Map<string, Trusted>(
    options.issuers.map((issuer) => [issuer.issuer, { ...issuer, keyOf: createKeySource(issuer, options) }]),
  );
  const known = createExpiringCache<Authenticated>({ maxEntries: REMEMBERED_TOKENS });
  return async (authorization: string | undefined): Promise<Authenticated | null> => {
    if (authorization === undefined || authorization === '') return null;
    const token = /^Bearer +([^\s]+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw refused('TOKEN_INVALID');
    const remembered = known.get(token);
    if (remembered !== undefined) return remembered;
    const authenticated = await verify(token, trusted);
    const recheckAt = Date.now() + (options.rememberMs ?? 30_000);
    known.set(token, authenticated, Math.min(authenticated.expiresAt, recheckAt));
    return authenticated;
  };
}

async function verify(token: string, trusted: ReadonlyMap<string, Trusted>): Promise<Authenticated> {
  try {
    const { keyOf, algorithms, viewerOf, issuer, audience } = issuerOf(token, trusted);
    const { payload } = await jwtVerify(token, keyOf, {
      issuer,
      audience,
      algorithms: [...algorithms],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['sub', 'exp'],
    });
    const claims = claimsSchema.parse(payload);
    const viewer = viewerOf(claims);
    return { viewer, scopes: scopesOf(claims, viewer.roles), expiresAt: claims.exp * 1_000 };
  } catch (thrown) {
    if (thrown instanceof KeysUnavailable) throw routerErrors.AUTHENTICATION_UNAVAILABLE();
    throw refused(thrown instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID');
  }
}

/** Whom the token names, which nothing proves yet: it is checked with that issuer's keys alone. */
function issuerOf(token: string, trusted: ReadonlyMap<string, Trusted>): Trusted {
  const found = trusted.get(decodeJwt(token).iss ?? '');
  if (found === undefined) throw new errors.JWTInvalid('nobody whose tokens are believed has issued it');
  return found;
}

function refused(reason: TokenRefusal) {
  return routerErrors.UNAUTHENTICATED({ reason });
}
