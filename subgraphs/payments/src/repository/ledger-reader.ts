import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import type { BookEntry, Subject } from '../domain/reconciliation.ts';

/** Our own books, for comparison with the provider's. */
export interface LedgerReader {
  /** The entries that have one of these ids, or one of these names at the provider. */
  find(subject: Subject, keys: readonly string[], references: readonly string[]): Promise<BookEntry[]>;
  /** A page of the entries made since a moment, in the order of their ids, which is nearly that of their making. */
  page(subject: Subject, since: Date, after: string, limit: number): Promise<(BookEntry & { readonly key: string })[]>;
}

export function createLedgerReader(db: Queryable): LedgerReader {
  return {
    find: (subject, keys, references) =>
      subject === 'charge' ? findCharges(db, keys) : findRefunds(db, keys, references),
    page: (subject, since, after, limit) =>
      subject === 'charge' ? chargePage(db, since, after, limit) : refundPage(db, since, after, limit),
  };
}

type OwnEntry = BookEntry & { readonly key: string };

/** A charge always carries our id: one without it was made for somebody else. */
function findCharges(db: Queryable, keys: readonly string[]): Promise<OwnEntry[]> {
  return db.query<OwnEntry>(sql`
    select 'charge' as subject, id as key, provider_reference as reference, status = 'CAPTURED' as "isMoved", status as state,
           amount_minor as "amountMinor", currency, created_at as "createdAt"
    from payments where id = any(${keys}::uuid[])`);
}

function chargePage(db: Queryable, since: Date, after: string, limit: number): Promise<OwnEntry[]> {
  return db.query<OwnEntry>(sql`
    select 'charge' as subject, id as key, provider_reference as reference, status = 'CAPTURED' as "isMoved", status as state,
           amount_minor as "amountMinor", currency, created_at as "createdAt"
    from payments where created_at >= ${since} and id > ${after} order by id limit ${limit}`);
}

function findRefunds(db: Queryable, keys: readonly string[], references: readonly string[]): Promise<OwnEntry[]> {
  return db.query<OwnEntry>(sql`
    select 'refund' as subject, refund.id as key, refund.provider_reference as reference, refund.status = 'SETTLED' as "isMoved",
           refund.status as state, refund.amount_minor as "amountMinor", payment.currency, refund.created_at as "createdAt"
    from refunds as refund join payments as payment on payment.id = refund.payment_id
    where refund.id = any(${keys}::uuid[]) or refund.provider_reference = any(${references}::text[])`);
}

function refundPage(db: Queryable, since: Date, after: string, limit: number): Promise<OwnEntry[]> {
  return db.query<OwnEntry>(sql`
    select 'refund' as subject, refund.id as key, refund.provider_reference as reference, refund.status = 'SETTLED' as "isMoved",
           refund.status as state, refund.amount_minor as "amountMinor", payment.currency, refund.created_at as "createdAt"
    from refunds as refund join payments as payment on payment.id = refund.payment_id
    where refund.created_at >= ${since} and refund.id > ${after} order by refund.id limit ${limit}`);
}
