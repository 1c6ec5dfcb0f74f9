import { json } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { refundRequests } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';

/** The first answer to a refund that was asked for by hand, as it is kept. */
export type RefundAnswer =
  | { readonly kind: 'refunded'; readonly paymentId: string }
  | { readonly kind: 'too-large'; readonly refundable: { readonly amountMinor: number; readonly currency: string } }
  | { readonly kind: 'not-refundable' };

interface Key {
  readonly requestedBy: string;
  readonly idempotencyKey: string;
}

export interface RefundRequestRepository {
  /**
   * Takes the key; null when it is new. Otherwise the digest of what came with it before, and the answer then. While
   * another transaction has it, waits for that one's end.
   */
  begin(
    request: Key & { readonly inputDigest: string; readonly now: Date },
  ): Promise<{ inputDigest: string; answer: RefundAnswer } | null>;
  /** Keeps the answer to a key that was new. */
  finish(request: Key & { readonly answer: RefundAnswer }): Promise<void>;
}

export function createRefundRequestRepository(db: Queryable): RefundRequestRepository {
  return {
    begin: async ({ requestedBy, idempotencyKey, inputDigest, now }) => {
      const begun = await db.query(sql`
        insert into refund_requests (requested_by, idempotency_key, input_digest, created_at)
        values (${requestedBy}, ${idempotencyKey}, ${inputDigest}, ${now})
        on conflict do nothing returning idempotency_key`);
      if (begun.length > 0) return null;
      const [earlier] = await db.query(sql`
        select ${refundRequests.columns('inputDigest')}, outcome as ${alias('answer', json<RefundAnswer>())}
          from refund_requests
        where requested_by = ${requestedBy} and idempotency_key = ${idempotencyKey}`);
      return earlier ?? null;
    },
    finish: async ({ requestedBy, idempotencyKey, answer }) => {
      await db.execute(sql`
        update refund_requests set outcome = ${JSON.stringify(answer)}
        where requested_by = ${requestedBy} and idempotency_key = ${idempotencyKey}`);
    },
  };
}
