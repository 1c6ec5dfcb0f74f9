import { isId } from '@galleria/kit/identifiers';
import { differenceBetween, type BookEntry, type Difference, type Subject } from '../domain/reconciliation.ts';
import type { LedgerReader } from '../repository/ledger-reader.ts';
import type { PaymentProvider } from './payment-provider.ts';

export interface Range {
  /** What was made before is not looked at. */
  readonly since: Date;
  /** What was made later may still be on its way between the two, and is no difference yet. */
  readonly until: Date;
}

const BATCH = 100;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
/** The provider's clock may be behind ours, and then dates an entry before the payment that it belongs to. */
const CLOCK_SKEW_MS = 300_000;

/**
 * Compares the provider's ledger with ours, charges and then refunds, and gives each difference: first what the
 * provider knows, then what only we know. Reads both in batches, so that no ledger is too long; of ours it remembers
 * the ids.
 */
export function createReconcile(dependencies: {
  readonly provider: Pick<PaymentProvider, 'ledger'>;
  readonly books: LedgerReader;
}) {
  return async function* reconcile(range: Range): AsyncGenerator<Difference> {
    const seen = new Set<string>();
    for await (const batch of batchesOf(
      dependencies.provider.ledger(new Date(range.since.getTime() - CLOCK_SKEW_MS)),
    )) {
      for (const [ours, theirs] of await pair(dependencies.books, batch)) {
        if (typeof ours?.key === 'string') seen.add(ours.key);
        const difference = differenceBetween(ours, theirs);
        if (difference !== null && isWithin(theirs, range)) yield difference;
      }
    }
    for (const subject of ['charge', 'refund'] as const) {
      for await (const ours of entriesOf(dependencies.books, subject, range.since)) {
        const difference = seen.has(ours.key) ? null : differenceBetween(ours, null);
        if (difference !== null && isWithin(ours, range)) yield difference;
      }
    }
  };
}

function isWithin({ createdAt }: BookEntry, { since, until }: Range): boolean {
  return createdAt >= since && createdAt < until;
}

async function* batchesOf(entries: AsyncIterable<BookEntry>): AsyncGenerator<BookEntry[]> {
  let batch: BookEntry[] = [];
  for await (const entry of entries) {
    batch.push(entry);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Each entry of the provider's with ours: under our id, or under the provider's name. */
async function pair(books: LedgerReader, batch: readonly BookEntry[]): Promise<[BookEntry | null, BookEntry][]> {
  const found: BookEntry[] = [];
  for (const subject of ['charge', 'refund'] as const) {
    const entries = batch.filter((entry) => entry.subject === subject);
    if (entries.length === 0) continue;
    const keys = entries.flatMap(({ key }) => (key !== null && isId(key) ? [key] : []));
    found.push(
      ...(await books.find(
        subject,
        keys,
        entries.flatMap(({ reference }) => reference ?? []),
      )),
    );
  }
  return batch.map((theirs) => [found.find((ours) => isSame(ours, theirs)) ?? null, theirs]);
}

function isSame(ours: BookEntry, theirs: BookEntry): boolean {
  if (ours.subject !== theirs.subject) return false;
  return theirs.key === null ? ours.reference === theirs.reference : ours.key === theirs.key;
}

async function* entriesOf(
  books: LedgerReader,
  subject: Subject,
  since: Date,
): AsyncGenerator<BookEntry & { key: string }> {
  let after = FIRST_ID;
  for (;;) {
    const page = await books.page(subject, since, after, BATCH);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.key;
  }
}
