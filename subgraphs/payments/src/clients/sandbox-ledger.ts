import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import type { BookEntry } from '../domain/reconciliation.ts';

const PAGE = 500;

/** The sandbox's books since a moment: its charges, then its refunds. */
export async function* readSandboxLedger(ledger: Queryable, since: Date): AsyncGenerator<BookEntry> {
  for (const page of [chargePage, refundPage]) {
    let after = '';
    for (;;) {
      const entries = await page(ledger, since, after);
      yield* entries;
      const last = entries.at(-1);
      if (last === undefined) break;
      after = last.key;
    }
  }
}

export function refundReference(idempotencyKey: string): string {
  return `sandbox_refund_${idempotencyKey}`;
}

type KeyedEntry = BookEntry & { readonly key: string };

function chargePage(ledger: Queryable, since: Date, after: string): Promise<KeyedEntry[]> {
  return ledger.query<KeyedEntry>(sql`
    select 'charge' as subject, idempotency_key as key, reference, status is not distinct from 'CAPTURED' as "isMoved",
           coalesce(status, 'OPEN') as state, amount_minor as "amountMinor", currency, created_at as "createdAt"
    from sandbox_charges where created_at >= ${since} and idempotency_key > ${after}
    order by idempotency_key limit ${PAGE}`);
}

async function refundPage(ledger: Queryable, since: Date, after: string): Promise<KeyedEntry[]> {
  const refunds = await ledger.query<KeyedEntry>(sql`
    select 'refund' as subject, refund.idempotency_key as key, true as "isMoved", 'REFUNDED' as state,
           refund.amount_minor as "amountMinor", charge.currency, refund.created_at as "createdAt"
    from sandbox_refunds as refund join sandbox_charges as charge on charge.reference = refund.charge_reference
    where refund.created_at >= ${since} and refund.idempotency_key > ${after}
    order by refund.idempotency_key limit ${PAGE}`);
  return refunds.map((refund) => ({ ...refund, reference: refundReference(refund.key) }));
}
