/** A JSON Web Key (RFC 7517); which members it has depends on its kind. */
export type Jwk = Readonly<Record<string, unknown>>;

export interface SigningKey {
  /** The `kid` by which a verifier finds it. */
  readonly id: string;
  readonly privateJwk: Jwk;
  readonly publicJwk: Jwk;
  readonly signsFrom: Date;
  /** Null until another key is to replace it. */
  readonly publishedUntil: Date | null;
}

/** How long verifiers may go on with the key set that they have: the max-age that it is sent with. */
export const KEY_SET_MAX_AGE_SECONDS = 300;

/** How long an instance of this service goes on with the keys that it knows. */
export const REMEMBER_KEYS_SECONDS = 60;

/**
 * From its making, the time until a key signs: until every instance publishes it, and then every verifier has fetched
 * it. Twice as long as that, because a verifier may have been unlucky once, and nothing is gained by haste.
 */
const PUBLISHED_BEFORE_SIGNING_SECONDS = 2 * (KEY_SET_MAX_AGE_SECONDS + REMEMBER_KEYS_SECONDS);

/** How far the clocks of instances and verifiers may differ. */
const CLOCK_SKEW_SECONDS = 60;

/** The key to sign with: of those that are published and whose time has come, the newest. */
export function currentKey(keys: readonly SigningKey[], now: Date): SigningKey | undefined {
  return publishedKeys(keys, now)
    .filter((key) => key.signsFrom <= now)
    .reduce<SigningKey | undefined>(
      (newest, key) => (newest && newest.signsFrom >= key.signsFrom ? newest : key),
      undefined,
    );
}

/** The keys that verifiers need: those that sign, will sign, or signed tokens that are still valid. */
export function publishedKeys(keys: readonly SigningKey[], now: Date): readonly SigningKey[] {
  return keys.filter((key) => key.publishedUntil === null || key.publishedUntil > now);
}

/** What becomes of the keys when they are rotated. */
export type Rotation =
  /** A rotation is under way: this key is published and will sign. */
  | { readonly kind: 'under-way'; readonly signsFrom: Date }
  /** A new key signs from then on; those before it stay published for the last tokens that they sign. */
  | { readonly kind: 'rotate'; readonly signsFrom: Date; readonly retiredUntil: Date };

export function planRotation(keys: readonly SigningKey[], now: Date, tokenLifetimeSeconds: number): Rotation {
  const next = publishedKeys(keys, now).find((key) => key.signsFrom > now);
  if (next !== undefined) return { kind: 'under-way', signsFrom: next.signsFrom };
  const signsFrom = later(now, PUBLISHED_BEFORE_SIGNING_SECONDS);
  return { kind: 'rotate', signsFrom, retiredUntil: later(signsFrom, tokenLifetimeSeconds + CLOCK_SKEW_SECONDS) };
}

function later(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1_000);
}
