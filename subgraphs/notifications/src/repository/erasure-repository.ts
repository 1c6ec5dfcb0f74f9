import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';

export interface ErasureRepository {
  /**
   * Forgets everything about an account but that it existed and was erased. Waits for whoever is writing about it, and
   * those who come later find it erased.
   */
  erase(userId: string, erasedAt: Date): Promise<void>;
}

export function createErasureRepository(db: Queryable): ErasureRepository {
  return {
    erase: async (userId, erasedAt) => {
      await db.query(sql`
        insert into recipients as known (user_id, erased_at) values (${userId}, ${erasedAt})
        on conflict (user_id) do update
        set email = null, name = null, locale = 'en', version = 0,
            erased_at = coalesce(known.erased_at, excluded.erased_at)
        returning user_id`);
      await db.execute(sql`delete from opt_outs where user_id = ${userId}`);
      // With their entries in the delivery log.
      await db.execute(sql`delete from deliveries where user_id = ${userId}`);
      await db.execute(sql`delete from notifications where user_id = ${userId}`);
    },
  };
}
