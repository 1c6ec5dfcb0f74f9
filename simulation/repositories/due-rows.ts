import type { Table } from '../ports/memory-database.ts';
import { updateRow } from '../ports/memory-rows.ts';

/** What both queues of payments keep of the tries. */
export interface Attempted {
  readonly attempts: number;
  readonly nextAttemptAt: Date;
}

export const ORIGIN = ['correlationId', 'causationId', 'traceparent'] as const;

/** Takes what is due, longest first, as the statements of both queues do. */
export function claimFrom<Row extends Attempted & { readonly id: string; readonly status: string }>(
  table: Table<Row>,
  { now, until, limit }: { readonly now: Date; readonly until: Date; readonly limit: number },
): Row[] {
  const due = [...table.values()].filter((row) => row.status === 'PENDING' && row.nextAttemptAt <= now);
  const claimed = due
    .sort((a, b) => Number(a.nextAttemptAt) - Number(b.nextAttemptAt))
    .slice(0, limit)
    .map((row) => ({ ...row, attempts: row.attempts + 1, nextAttemptAt: until }));
  for (const row of claimed) table.set(row.id, row);
  return claimed;
}

export function postponeIn<Row extends Attempted & { readonly status: string }>(
  table: Table<Row>,
  id: string,
  until: Date,
): void {
  if (table.get(id)?.status !== 'PENDING') return;
  updateRow(table, id, () => ({ nextAttemptAt: until }) as Partial<Row>);
}
