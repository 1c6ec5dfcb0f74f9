import { createExpiringCache } from '@galleria/kit/expiring-cache';
import type { Logger } from '@galleria/kit/logger';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { routerErrors, type TokenRefusal } from '../errors.ts';

export interface AuthenticationOptions {
  /** Where the users service publishes its keys (RFC 7517). */
  readonly jwksUrl: URL;
  readonly issuer: string;
  readonly audience: string;
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
  /** Those that the token's claim `scope` names, and `role:` with each of its roles. */
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: number;
}

const ALGORITHMS = ['EdDSA', 'Ed25519'];
const KEY_REFRESH_MS = 600_000;
const KEY_TIMEOUT_MS = 2_000;
const CLOCK_TOLERANCE_SECONDS = 5;
const REMEMBERED_TOKENS = 5_000;

const claimsSchema = z.object({
  sub: z.string().min(1),
  exp: z.number(),
  roles: z.array(z.string()).default([]),
  sid: z.string().optional(),
  /** Words (RFC 8693, section 4.2), or a list of them, as some issuers write it. */
  scope: z.union([z.string().transform((words) => words.split(' ')), z.array(z.string())]).default([]),
});

/** How a role is called among scopes. A claim of scopes names none: an issuer may give those that it is asked for. */
const ROLE_SCOPE = 'role:';

/**
 * Tells who sends a request by its `Authorization` header: null without one. Throws UNAUTHENTICATED with the reason
 * TOKEN_EXPIRED or TOKEN_INVALID, or AUTHENTICATION_UNAVAILABLE when the key that signed the token cannot be had.
 */
export function createAuthentication(options: AuthenticationOptions) {
  const keyOf = createKeySource(options);
  const known = createExpiringCache<Authenticated>({ maxEntries: REMEMBERED_TOKENS });
  return async (authorization: string | undefined): Promise<Authenticated | null> => {
    if (authorization === undefined || authorization === '') return null;
    const token = /^Bearer +([^\s]+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw refused('TOKEN_INVALID');
    const remembered = known.get(token);
    if (remembered !== undefined) return remembered;
    const claims = await verify(token, keyOf, options);
    const expiresAt = claims.exp * 1_000;
    const authenticated = { viewer: toViewer(claims), scopes: scopesOf(claims), expiresAt };
    const recheckAt = Date.now() + (options.rememberMs ?? 30_000);
    known.set(token, authenticated, Math.min(expiresAt, recheckAt));
    return authenticated;
  };
}

async function verify(
  token: string,
  keyOf: JWTVerifyGetKey,
  { issuer, audience }: AuthenticationOptions,
): Promise<z.infer<typeof claimsSchema>> {
  try {
    const { payload } = await jwtVerify(token, keyOf, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['sub', 'exp'],
    });
    return claimsSchema.parse(payload);
  } catch (thrown) {
    if (thrown instanceof KeysUnavailable) throw routerErrors.AUTHENTICATION_UNAVAILABLE();
    throw refused(thrown instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID');
  }
}

class KeysUnavailable extends Error {}

/**
 * The keys never go stale by themselves, so that tokens are still checked while users is away; every ten minutes they
 * are fetched again beside the request that notices, which is how a withdrawn key is forgotten.
 */
function createKeySource({ jwksUrl, logger, keyCooldownMs }: AuthenticationOptions): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(jwksUrl, {
    cacheMaxAge: Infinity,
    cooldownDuration: keyCooldownMs ?? 30_000,
    timeoutDuration: KEY_TIMEOUT_MS,
  });
  let refreshAt = Date.now() + KEY_REFRESH_MS;
  return async (header, token) => {
    if (Date.now() > refreshAt) {
      refreshAt = Date.now() + KEY_REFRESH_MS;
      keys
        .reload()
        .catch((error: unknown) => logger.warn({ err: error }, 'could not refresh the keys of access tokens'));
    }
    try {
      return await keys(header, token);
    } catch (thrown) {
      if (thrown instanceof errors.JWKSNoMatchingKey || thrown instanceof errors.JOSENotSupported) throw thrown;
      logger.error({ err: thrown }, 'could not fetch the keys of access tokens');
      throw new KeysUnavailable();
    }
  };
}

function toViewer({ sub, roles, sid }: z.infer<typeof claimsSchema>): Viewer {
  return sid === undefined ? { userId: sub, roles } : { userId: sub, roles, sessionId: sid };
}

function scopesOf({ roles, scope }: z.infer<typeof claimsSchema>): ReadonlySet<string> {
  const named = scope.filter((name) => name !== '' && !name.startsWith(ROLE_SCOPE));
  return new Set([...named, ...roles.map((role) => `${ROLE_SCOPE}${role}`)]);
}

function refused(reason: TokenRefusal) {
  return routerErrors.UNAUTHENTICATED({ reason });
}
