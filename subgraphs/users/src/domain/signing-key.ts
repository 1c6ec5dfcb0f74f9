/** A JSON Web Key (RFC 7517); which members it has depends on its kind. */
export type Jwk = Readonly<Record<string, unknown>>;

export interface SigningKey {
  /** The `kid` by which a verifier finds it. */
  readonly id: string;
  readonly privateJwk: Jwk;
  readonly publicJwk: Jwk;
  readonly signsFrom: Date;
  /** Null while it signs. */
  readonly publishedUntil: Date | null;
}

/** The key to sign with: of those whose time has come and that are not retired, the newest. */
export function currentKey(keys: readonly SigningKey[], now: Date): SigningKey | undefined {
  return keys
    .filter((key) => key.signsFrom <= now && key.publishedUntil === null)
    .reduce<SigningKey | undefined>(
      (newest, key) => (newest && newest.signsFrom >= key.signsFrom ? newest : key),
      undefined,
    );
}

/** The keys that verifiers need: those that sign, will sign, or signed tokens that are still valid. */
export function publishedKeys(keys: readonly SigningKey[], now: Date): readonly SigningKey[] {
  return keys.filter((key) => key.publishedUntil === null || key.publishedUntil > now);
}
