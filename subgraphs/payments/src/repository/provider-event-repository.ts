import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';

/** The webhooks that took effect. */
export interface ProviderEventRepository {
  /**
   * Notes that the event takes effect in this transaction. False when it did so before; twins wait here for each
   * other's end.
   */
  accept(provider: string, eventId: string, now: Date): Promise<boolean>;
}

export function createProviderEventRepository(db: Queryable): ProviderEventRepository {
  return {
    accept: async (provider, eventId, now) => {
      const accepted = await db.query(sql`
        insert into provider_events (provider, event_id, received_at) values (${provider}, ${eventId}, ${now})
        on conflict do nothing returning event_id`);
      return accepted.length > 0;
    },
  };
}
