import { json } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { signingKeys } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { Jwk, SigningKey } from '../domain/signing-key.ts';

export interface SigningKeyRepository {
  /**
   * Keeps other instances from adding keys until the transaction ends: of several that start at once, one makes the
   * first.
   */
  lockAll(): Promise<void>;
  list(): Promise<SigningKey[]>;
  insert(key: SigningKey, createdAt: Date): Promise<void>;
  /** Says of the keys that nothing was said of until when they are published; gives their ids. */
  retire(publishedUntil: Date): Promise<string[]>;
  /** Removes what is published no more; gives the ids. */
  removeRetired(now: Date): Promise<string[]>;
}

export function createSigningKeyRepository(db: Queryable): SigningKeyRepository {
  return {
    lockAll: async () => {
      // Waited for, as `execute` is not: what the clock says afterwards is not from before another's lock.
      await db.query(sql`lock table signing_keys in share row exclusive mode`);
    },
    list: () =>
      db.query(sql`
        select ${signingKeys.columns('id', 'signsFrom', 'publishedUntil')},
               private_jwk as ${alias('privateJwk', json<Jwk>())}, public_jwk as ${alias('publicJwk', json<Jwk>())}
        from signing_keys`),
    insert: async (key, createdAt) => {
      await db.execute(sql`
        insert into signing_keys (id, private_jwk, public_jwk, created_at, signs_from, published_until)
        values (${key.id}, ${key.privateJwk}, ${key.publicJwk}, ${createdAt}, ${key.signsFrom},
          ${key.publishedUntil})`);
    },
    retire: async (publishedUntil) => {
      const retired = await db.query(sql`
        update signing_keys set published_until = ${publishedUntil} where published_until is null
          returning ${signingKeys.columns('id')}`);
      return retired.map(({ id }) => id);
    },
    removeRetired: async (now) => {
      const removed = await db.query(sql`
        delete from signing_keys where published_until <= ${now} returning ${signingKeys.columns('id')}`);
      return removed.map(({ id }) => id);
    },
  };
}
