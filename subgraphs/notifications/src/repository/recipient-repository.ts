import type { Queryable } from '@galleria/kit/database';
import { sql } from '@galleria/kit/sql';

export interface Recipient {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  /** The time of the event that says so. */
  readonly updatedAt: Date;
}

export interface RecipientRepository {
  /** Notes where mail for somebody goes, unless a later event has said so already. */
  save(recipient: Recipient): Promise<void>;
}

export function createRecipientRepository(db: Queryable): RecipientRepository {
  return {
    save: async ({ userId, email, name, updatedAt }) => {
      await db.execute(sql`
        insert into recipients as known (user_id, email, name, updated_at)
        values (${userId}, ${email}, ${name}, ${updatedAt})
        on conflict (user_id) do update
        set email = excluded.email, name = excluded.name, updated_at = excluded.updated_at
        where known.updated_at <= excluded.updated_at`);
    },
  };
}
