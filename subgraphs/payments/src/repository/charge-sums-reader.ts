import { bigint, text } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';

/** What the captured charges of one currency add up to, in its smallest unit. Sums are text: they may have 64 bits. */
export interface ChargeSums {
  /** ISO 4217. */
  readonly currency: string;
  readonly capturedMinor: string;
  /** What went back, or is on its way, of orders that came to nothing: whoever asked for it. */
  readonly returnedMinor: string;
  /** What went back, or is on its way, of orders that stand. */
  readonly refundedByHandMinor: string;
}

/**
 * By currency, in one statement, so that its sums belong together. It reads all payments: few ask, and a running total
 * would cost each.
 */
export function createChargeSumsReader(db: Queryable): () => Promise<ChargeSums[]> {
  return () =>
    db.query(sql`
      select currency as ${alias('currency', text)}, sum(amount_minor)::bigint as ${alias('capturedMinor', bigint)},
        coalesce(sum(refunded_minor) filter (where reversed_at is not null), 0)::bigint
          as ${alias('returnedMinor', bigint)},
        coalesce(sum(refunded_minor) filter (where reversed_at is null), 0)::bigint
          as ${alias('refundedByHandMinor', bigint)}
      from payments where status = 'CAPTURED' group by currency order by currency`);
}
