import { importJWK, SignJWT, type CryptoKey } from 'jose';
import type { Account } from '../../domain/account.ts';
import { scopesOf } from '../../domain/scopes.ts';
import type { SigningKey } from '../../domain/signing-key.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface AccessToken {
  /** A JWT (RFC 7519) signed with EdDSA (RFC 8037). */
  readonly token: string;
  readonly expiresAt: Date;
}

export interface AccessTokens {
  issue(account: Pick<Account, 'id' | 'roles'>, sessionId: string): Promise<AccessToken>;
}

export interface AccessTokenSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly lifetimeSeconds: number;
}

/**
 * Makes access tokens, with the roles and, in words that services can check, their scopes (RFC 8693, section 4.2). They
 * are checked without asking this service, so one stays valid to its end even when its session is over: hence their
 * short life.
 */
export function createAccessTokens(
  dependencies: { readonly signingKeys: SigningKeys; readonly clock: () => Date },
  settings: AccessTokenSettings,
): AccessTokens {
  const { signingKeys, clock } = dependencies;
  const imported = new Map<string, Promise<CryptoKey | Uint8Array>>();
  const privateKey = ({ id, privateJwk }: SigningKey) => {
    const key = imported.get(id) ?? importJWK(privateJwk, 'EdDSA');
    imported.set(id, key);
    return key;
  };

  return {
    issue: async (account, sessionId) => {
      const key = await signingKeys.current();
      const issuedAt = Math.floor(clock().getTime() / 1_000);
      const expiresAt = issuedAt + settings.lifetimeSeconds;
      const token = await new SignJWT({
        roles: [...account.roles],
        scope: scopesOf(account.roles).join(' '),
        sid: sessionId,
      })
        .setProtectedHeader({ alg: 'EdDSA', kid: key.id, typ: 'JWT' })
        .setIssuer(settings.issuer)
        .setAudience(settings.audience)
        .setSubject(account.id)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(await privateKey(key));
      return { token, expiresAt: new Date(expiresAt * 1_000) };
    },
  };
}
