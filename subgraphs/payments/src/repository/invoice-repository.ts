import type { Queryable } from '@galleria/kit/database/database';
import { newId } from '@galleria/kit/identifiers';
import { sql } from '@galleria/kit/database/sql';
import type { Invoice } from '../domain/invoice.ts';

export interface InvoiceRepository {
  /**
   * Gives the invoice the next number of the year (UTC), such as 2026-000042; beyond a million it grows longer. The
   * year's counter stays locked until the transaction ends: one that rolls back gives its number back, so that there
   * are no gaps.
   */
  issue(invoice: Omit<Invoice, 'id' | 'number'>): Promise<void>;
}

export function createInvoiceRepository(db: Queryable): InvoiceRepository {
  return {
    issue: async (invoice) => {
      const year = invoice.issuedAt.getUTCFullYear();
      // One statement, because everybody who captures waits from here to the commit: about a quarter more captures than
      // with two.
      await db.execute(sql`
        with counter as (
          insert into invoice_counters as counter (year, last) values (${year}, 1)
          on conflict (year) do update set last = counter.last + 1
          returning year, last
        )
        insert into invoices
          (id, payment_id, customer_id, number, issued_at, order_number, total_minor, currency, lines, bill_to)
        select ${newId()}, ${invoice.paymentId}, ${invoice.customerId},
               concat(year, '-', lpad(last::text, greatest(6, length(last::text)), '0')), ${invoice.issuedAt},
               ${invoice.orderNumber}, ${invoice.totalMinor}, ${invoice.currency},
                 ${JSON.stringify(invoice.lines)}::jsonb,
               ${invoice.billTo}::text[]
        from counter`);
    },
  };
}
