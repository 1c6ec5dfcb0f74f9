import type { Queryable } from '@galleria/kit/database';
import { newId } from '@galleria/kit/identifiers';
import { sql } from '@galleria/kit/sql';
import { invoiceNumber } from '../domain/invoice.ts';

export interface InvoiceRepository {
  /**
   * Gives the payment the next number of the year (UTC). The year's counter stays locked until the transaction ends: one that rolls
   * back gives its number back, so that there are no gaps.
   */
  issue(paymentId: string, issuedAt: Date): Promise<void>;
}

export function createInvoiceRepository(db: Queryable): InvoiceRepository {
  return {
    issue: async (paymentId, issuedAt) => {
      const year = issuedAt.getUTCFullYear();
      const [counter] = await db.query<{ last: number }>(sql`
        insert into invoice_counters as counter (year, last) values (${year}, 1)
        on conflict (year) do update set last = counter.last + 1
        returning last`);
      if (counter === undefined) throw new Error('The counter of invoices gave no number.');
      await db.query(sql`
        insert into invoices (id, payment_id, number, issued_at)
        values (${newId()}, ${paymentId}, ${invoiceNumber(year, counter.last)}, ${issuedAt})`);
    },
  };
}
