import { derivedId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import type { Logger } from '@galleria/kit/logger';
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import type { KeyAddresses } from './key-addresses.ts';
import type { TokenClaims } from './token-claims.ts';

/** Who may make access tokens, how they are checked, and what is believed of them. */
export interface TokenIssuer {
  /** The claim `iss` of its tokens. */
  readonly issuer: string;
  /** Where it publishes its keys (RFC 7517), or what asks for them where that is not one place. */
  readonly keys: URL | KeyAddresses['fetchKeys'];
  /** What the claim `aud` of its tokens has to name. */
  readonly audience: string;
  /** Those that it signs with; a token that names another one is refused (RFC 8725, section 3.1). */
  readonly algorithms: readonly string[];
  readonly viewerOf: (claims: TokenClaims) => Viewer;
}

/** The users service: an account is who the token says, with the roles and the session that it says. */
export function createOwnIssuer(settings: Pick<TokenIssuer, 'issuer' | 'keys' | 'audience'>): TokenIssuer {
  return {
    ...settings,
    algorithms: ['EdDSA', 'Ed25519'],
    viewerOf: ({ sub, sid, ...claims }) => {
      const roles = textsAt(claims, ['roles']);
      return typeof sid === 'string' ? { userId: sub, roles, sessionId: sid } : { userId: sub, roles };
    },
  };
}

export interface ForeignIssuer extends Omit<TokenIssuer, 'viewerOf'> {
  /** Names of claims, one inside the other, that lead to the roles in its tokens. */
  readonly rolesAt: readonly string[];
  /** By a role in its tokens: the role that it stands for in Galleria. Those that are not here stand for none. */
  readonly roles: Readonly<Record<string, string>>;
}

/**
 * Somebody else's server. Its accounts get ids of their own, made from the issuer and its subject: no subject of it,
 * whatever it says, is an account of the users service or of another issuer.
 */
export function createForeignIssuer({ rolesAt, roles, ...issuer }: ForeignIssuer): TokenIssuer {
  return {
    ...issuer,
    viewerOf: (claims) => ({
      userId: derivedId([issuer.issuer, claims.sub]),
      roles: textsAt(claims, rolesAt).flatMap((name) => (Object.hasOwn(roles, name) ? (roles[name] ?? []) : [])),
    }),
  };
}

/** The keys of an issuer could not be fetched: nothing is known about the token. */
export class KeysUnavailable extends Error {}

const KEY_REFRESH_MS = 600_000;
const KEY_TIMEOUT_MS = 2_000;
const KEY_COOLDOWN_MS = 30_000;
/** jose asks for one URL. */
const SOMEWHERE = new URL('http://keys.invalid');

/**
 * The keys never go stale by themselves, so that tokens are still checked while their issuer is away; every ten minutes
 * they are fetched again beside the request that notices, which is how a withdrawn key is forgotten.
 */
export function createKeySource(
  { issuer, keys: published }: Pick<TokenIssuer, 'issuer' | 'keys'>,
  { logger, keyCooldownMs }: { readonly logger: Logger; readonly keyCooldownMs?: number },
): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(published instanceof URL ? published : SOMEWHERE, {
    cacheMaxAge: Infinity,
    cooldownDuration: keyCooldownMs ?? KEY_COOLDOWN_MS,
    timeoutDuration: KEY_TIMEOUT_MS,
    ...(published instanceof URL ? {} : { [customFetch]: (_url, request) => published(request) }),
  });
  let refreshAt = Date.now() + KEY_REFRESH_MS;
  return async (header, token) => {
    if (Date.now() > refreshAt) {
      refreshAt = Date.now() + KEY_REFRESH_MS;
      keys
        .reload()
        .catch((error: unknown) => logger.warn({ err: error, issuer }, 'could not refresh the keys of access tokens'));
    }
    try {
      return await keys(header, token);
    } catch (thrown) {
      if (isAboutToken(thrown)) throw thrown;
      logger.error({ err: thrown, issuer }, 'could not fetch the keys of access tokens');
      throw new KeysUnavailable();
    }
  };
}

/** There are keys, and none that this token can be checked with. */
function isAboutToken(thrown: unknown): boolean {
  return thrown instanceof errors.JWKSNoMatchingKey || thrown instanceof errors.JOSENotSupported;
}

/** The list of texts that lies there in the claims; nothing else counts. */
function textsAt(claims: object, path: readonly string[]): readonly string[] {
  const found = path.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, name)
        ? (at as Readonly<Record<string, unknown>>)[name]
        : undefined,
    claims,
  );
  return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
}
