import { boolean, enumeration, optional, text, uuid } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';
import { payments, refunds } from '../generated/tables.ts';
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

const IS_MOVED = alias('isMoved', boolean);
/** What was refused, and has not gone back in another refund since. */
const IS_OWED = sql`
  refund.status = 'FAILED' and payment.amount_minor - payment.refunded_minor >= refund.amount_minor
    as ${alias('isOwed', boolean)}`;
const STATE = alias('state', text);
const SUBJECT = alias('subject', enumeration<Subject>('text'));
const KEY = alias('key', uuid);
const REFERENCE = alias('reference', optional(text));

/** A charge always carries our id: one without it was made for somebody else. */
function findCharges(db: Queryable, keys: readonly string[]): Promise<OwnEntry[]> {
  return db.query(sql`
    select 'charge' as ${SUBJECT}, id as ${KEY}, provider_reference as ${REFERENCE},
           status = 'CAPTURED' as ${IS_MOVED}, status as ${STATE},
             ${payments.columns('amountMinor', 'currency', 'createdAt')}
    from payments where id = any(${keys}::uuid[])`);
}

function chargePage(db: Queryable, since: Date, after: string, limit: number): Promise<OwnEntry[]> {
  return db.query(sql`
    select 'charge' as ${SUBJECT}, id as ${KEY}, provider_reference as ${REFERENCE},
           status = 'CAPTURED' as ${IS_MOVED}, status as ${STATE},
             ${payments.columns('amountMinor', 'currency', 'createdAt')}
    from payments where created_at >= ${since} and id > ${after} order by id limit ${limit}`);
}

function findRefunds(db: Queryable, keys: readonly string[], references: readonly string[]): Promise<OwnEntry[]> {
  return db.query(sql`
    select 'refund' as ${SUBJECT}, refund.id as ${KEY}, refund.provider_reference as ${REFERENCE},
           refund.status = 'SETTLED' as ${IS_MOVED}, refund.status as ${STATE}, ${IS_OWED},
           ${refunds.as('refund').columns('amountMinor', 'createdAt')}, ${payments.as('payment').columns('currency')}
    from refunds as refund join payments as payment on payment.id = refund.payment_id
    where refund.id = any(${keys}::uuid[]) or refund.provider_reference = any(${references}::text[])`);
}

function refundPage(db: Queryable, since: Date, after: string, limit: number): Promise<OwnEntry[]> {
  return db.query(sql`
    select 'refund' as ${SUBJECT}, refund.id as ${KEY}, refund.provider_reference as ${REFERENCE},
           refund.status = 'SETTLED' as ${IS_MOVED}, refund.status as ${STATE}, ${IS_OWED},
           ${refunds.as('refund').columns('amountMinor', 'createdAt')}, ${payments.as('payment').columns('currency')}
    from refunds as refund join payments as payment on payment.id = refund.payment_id
    where refund.created_at >= ${since} and refund.id > ${after} order by refund.id limit ${limit}`);
}
