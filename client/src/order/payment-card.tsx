import { heal } from '../graph/client.ts';
import { Section } from '../services/section.tsx';
import { orderWords } from '../words/order/order-words.ts';
import { useLanguage } from '../words/words.tsx';
import { OrderPageDocument, type OrderPageQuery } from './generated/order-page.ts';
import { InvoiceDownload } from './invoice-download.tsx';

interface PaymentCardProps {
  readonly orderId: string;
  readonly payment: NonNullable<OrderPageQuery['order']>['payment'];
}

/** What payments knows of an order: how it was paid, what went back, and its invoice, which prints. */
export function PaymentCard({ orderId, payment }: PaymentCardProps) {
  const { format } = useLanguage();
  const say = orderWords.useWords();
  return (
    <Section
      service="payments"
      missing={payment === null}
      heal={() => heal(OrderPageDocument, { id: orderId }, 'payments')}
    >
      {payment === null ? null : (
        <section className="card">
          <h2 className="mb-4">{say.payment}</h2>
          <dl className="grid grid-cols-[auto_1fr] gap-x-8 gap-y-2 [&>dd]:text-right [&>dd]:tabular-nums">
            <dt className="text-muted">{say.paymentStatuses[payment.status]}</dt>
            <dd>{format.money(payment.amount)}</dd>
            {payment.refunded.amountMinor === 0 ? null : (
              <>
                <dt className="text-muted">{say.refunded}</dt>
                <dd>{format.money(payment.refunded)}</dd>
              </>
            )}
            {payment.invoice === null ? null : (
              <>
                <dt className="text-muted">{say.invoice}</dt>
                <dd>
                  {payment.invoice.number}, {format.date(payment.invoice.issuedAt)}
                </dd>
              </>
            )}
          </dl>
          {payment.invoice === null ? null : (
            <div className="no-print mt-6 flex flex-wrap gap-3">
              <InvoiceDownload orderId={orderId} number={payment.invoice.number} />
              <button type="button" className="button-quiet" onClick={() => window.print()}>
                {say.print}
              </button>
            </div>
          )}
        </section>
      )}
    </Section>
  );
}
