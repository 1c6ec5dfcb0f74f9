import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { inbox } from '../tables.ts';

/** What has already taken effect. Kafka delivers at least once; the inbox makes it once. */
export interface Inbox {
  /**
   * Notes that the message is handled, in the transaction of its effect. False when it did so before:
   * then there is nothing left to do. A second delivery at the same time waits here for the first to commit or roll
   * back.
   */
  accept(messageId: string): Promise<boolean>;
}

/** An inbox bound to one transaction. `consumer` is the service that handles. */
export function createInbox(transaction: Queryable, { consumer }: { readonly consumer: string }): Inbox {
  return {
    accept: async (messageId) => {
      const accepted = await transaction.query(sql`
        insert into inbox (consumer, message_id) values (${consumer}, ${messageId})
        on conflict do nothing
        returning ${inbox.columns('messageId')}`);
      return accepted.length > 0;
    },
  };
}
