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
        set email = null, name = null, locale = 'en', updated_at = null, erased_at = coalesce(known.erased_at,
          excluded.erased_at)
        returning user_id`);
      await db.execute(sql`delete from opt_outs where user_id = ${userId}`);
      // With their entries in the delivery log.
      await db.execute(sql`delete from deliveries where user_id = ${userId}`);
      await db.execute(sql`delete from notifications where user_id = ${userId}`);
      await eraseMessages(db, userId);
    },
  };
}

/**
 * Dead letters, and replays of them in the outbox, hold whole events of users, with address and name. What this service
 * publishes of its own holds ids only, and still goes out.
 */
async function eraseMessages(db: Queryable, userId: string): Promise<void> {
  const mention = `%${userId}%`;
  await db.execute(sql`delete from dead_letters where key = ${userId} or payload like ${mention}`);
  await db.execute(sql`
    delete from outbox
    where recipient is not null and (key = ${userId} or payload like ${mention})`);
}
