import { boolean, enumeration, text } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { sandboxCharges, sandboxRefunds } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { BookEntry, Subject } from '../domain/reconciliation.ts';

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

const SUBJECT = alias('subject', enumeration<Subject>('text'));
const KEY = alias('key', text);
const IS_MOVED = alias('isMoved', boolean);
const STATE = alias('state', text);

function chargePage(ledger: Queryable, since: Date, after: string): Promise<KeyedEntry[]> {
  return ledger.query(sql`
    select 'charge' as ${SUBJECT}, idempotency_key as ${KEY}, status is not distinct from 'CAPTURED' as ${IS_MOVED},
           coalesce(status, 'OPEN') as ${STATE}, ${sandboxCharges.columns('reference', 'amountMinor', 'currency', 'createdAt')}
    from sandbox_charges where created_at >= ${since} and idempotency_key > ${after}
    order by idempotency_key limit ${PAGE}`);
}

async function refundPage(ledger: Queryable, since: Date, after: string): Promise<KeyedEntry[]> {
  const refunds = await ledger.query(sql`
    select 'refund' as ${SUBJECT}, refund.idempotency_key as ${KEY}, true as ${IS_MOVED}, 'REFUNDED' as ${STATE},
           ${sandboxRefunds.as('refund').columns('amountMinor', 'createdAt')}, ${sandboxCharges.as('charge').columns('currency')}
    from sandbox_refunds as refund join sandbox_charges as charge on charge.reference = refund.charge_reference
    where refund.created_at >= ${since} and refund.idempotency_key > ${after}
    order by refund.idempotency_key limit ${PAGE}`);
  return refunds.map((refund) => ({ ...refund, reference: refundReference(refund.key) }));
}
