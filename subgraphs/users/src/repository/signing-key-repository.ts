import type { Queryable } from '@galleria/kit/database';
import { sql } from '@galleria/kit/sql';
import type { SigningKey } from '../domain/signing-key.ts';

export interface SigningKeyRepository {
  /** Keeps other instances from adding keys until the transaction ends: of several that start at once, one makes the first. */
  lockAll(): Promise<void>;
  list(): Promise<SigningKey[]>;
  insert(key: SigningKey, createdAt: Date): Promise<void>;
}

export function createSigningKeyRepository(db: Queryable): SigningKeyRepository {
  return {
    lockAll: async () => {
      await db.execute(sql`lock table signing_keys in share row exclusive mode`);
    },
    list: () =>
      db.query<SigningKey>(sql`
        select id, private_jwk as "privateJwk", public_jwk as "publicJwk",
               signs_from as "signsFrom", published_until as "publishedUntil"
        from signing_keys`),
    insert: async (key, createdAt) => {
      await db.execute(sql`
        insert into signing_keys (id, private_jwk, public_jwk, created_at, signs_from, published_until)
        values (${key.id}, ${key.privateJwk}, ${key.publicJwk}, ${createdAt}, ${key.signsFrom}, ${key.publishedUntil})`);
    },
  };
}
