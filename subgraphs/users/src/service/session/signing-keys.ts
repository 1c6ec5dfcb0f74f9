import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import {
  currentKey,
  publishedKeys,
  REMEMBER_KEYS_SECONDS,
  type Jwk,
  type SigningKey,
} from '../../domain/signing-key.ts';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';

export interface SigningKeys {
  /** The key to sign with; made when there is none yet. */
  current(): Promise<SigningKey>;
  /** The public keys of all tokens that may be valid, as a JWK Set (RFC 7517, section 5). */
  keySet(): Promise<{ readonly keys: readonly Jwk[] }>;
}

/**
 * The service's own keys, kept in its database and shared by its instances. Which of those it knows signs, the clock
 * says.
 */
export function createSigningKeys(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
}): SigningKeys {
  const { unitOfWork, clock } = dependencies;
  let remembered: { readonly keys: Promise<readonly SigningKey[]>; readonly until: number } | undefined;

  const keys = (): Promise<readonly SigningKey[]> => {
    const now = clock().getTime();
    if (remembered !== undefined && now < remembered.until) return remembered.keys;
    const loading = loadKeys(unitOfWork, clock);
    remembered = { keys: loading, until: now + REMEMBER_KEYS_SECONDS * 1_000 };
    // The next caller tries again.
    loading.catch(() => (remembered = undefined));
    return loading;
  };

  return {
    current: async () => currentKey(await keys(), clock()) ?? makeFirstKey(unitOfWork, clock),
    keySet: async () => ({
      keys: publishedKeys(await keys(), clock()).map(({ id, publicJwk }) => ({
        ...publicJwk,
        kid: id,
        use: 'sig',
        alg: 'EdDSA',
      })),
    }),
  };
}

async function loadKeys(unitOfWork: UnitOfWork, clock: () => Date): Promise<readonly SigningKey[]> {
  const keys = await unitOfWork((work) => work.signingKeys.list());
  return currentKey(keys, clock()) === undefined ? [...keys, await makeFirstKey(unitOfWork, clock)] : keys;
}

/** Of several instances that start at once, one makes the key and the others find it. */
async function makeFirstKey(unitOfWork: UnitOfWork, clock: () => Date): Promise<SigningKey> {
  const generated = await generateSigningKey();
  return unitOfWork(async (work) => {
    await work.signingKeys.lockAll();
    const now = clock();
    const existing = currentKey(await work.signingKeys.list(), now);
    if (existing !== undefined) return existing;
    const made = { ...generated, signsFrom: now, publishedUntil: null };
    await work.signingKeys.insert(made, now);
    return made;
  });
}

/** Named by its thumbprint (RFC 7638). */
export async function generateSigningKey(): Promise<Pick<SigningKey, 'id' | 'privateJwk' | 'publicJwk'>> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const publicJwk = await exportJWK(publicKey);
  return {
    id: await calculateJwkThumbprint(publicJwk),
    privateJwk: { ...(await exportJWK(privateKey)) },
    publicJwk: { ...publicJwk },
  };
}
