import { Link, type LoaderFunctionArgs } from 'react-router';
import { AddressLines } from '../account/addresses/address-lines.tsx';
import { heal, preloadPage, session } from '../graph/client.ts';
import { failedServicesOf } from '../graph/error-codes.ts';
import { useLoaded, usePage } from '../graph/use-page.ts';
import { useSignedIn } from '../graph/use-signed-in.ts';
import { Section } from '../services/section.tsx';
import { GuestNotice } from '../shell/guest-notice.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { orderWords } from '../words/order/order-words.ts';
import { useLanguage } from '../words/words.tsx';
import { CancelOrder } from './cancel-order.tsx';
import { OrderPageDocument, type OrderPageQuery } from './generated/order-page.ts';
import { OrderItems } from './order-items.tsx';
import { STATUS_FACTS } from './order-status.ts';
import { OrderTimeline } from './order-timeline.tsx';
import { PaymentCard } from './payment-card.tsx';
import { isOver, isSettled, timelineSteps, type OrderFacts } from './timeline-steps.ts';
import { useOrderNews } from './watch-order.ts';

export async function loader({ params }: LoaderFunctionArgs) {
  const id = params['id'] ?? '';
  if (!session.signedIn.read()) return { id, page: undefined };
  const [page] = await Promise.all([preloadPage(OrderPageDocument, { id }), orderWords.load()]);
  return { id, page };
}

export function Component() {
  const { id, page } = useLoaded<typeof loader>();
  const signedIn = useSignedIn();
  return page === undefined || !signedIn ? <GuestNotice /> : <OrderOfPage key={id} id={id} page={page} />;
}

type Page = NonNullable<Awaited<ReturnType<typeof loader>>['page']>;
type Order = NonNullable<OrderPageQuery['order']>;

function OrderOfPage({ id, page }: { readonly id: string; readonly page: Page }) {
  const { data, error } = usePage(page);
  const { order } = data;
  if (order === null && !failedServicesOf(error).includes('orders')) return <NotFound />;
  return (
    <Section service="orders" missing={order === null} heal={() => heal(OrderPageDocument, { id }, 'orders')}>
      {order === null ? null : <OrderDetails order={order} facts={factsOf(order, data.notifications)} />}
    </Section>
  );
}

function OrderDetails({ order, facts }: { readonly order: Order; readonly facts: OrderFacts }) {
  const { words, format } = useLanguage();
  const say = orderWords.useWords();
  const { id, number, placedAt, status, reason, trackingNumber } = order;
  useOrderNews(id, { settled: isSettled(facts), over: isOver(facts) });
  const reasons: Readonly<Record<string, string>> = say.reasons;
  const { end, isCancellable } = STATUS_FACTS[status];
  return (
    <div className="mx-auto max-w-5xl">
      <header className="mb-8 flex flex-wrap items-end justify-between gap-4">
        <div>
          <p className="eyebrow mb-2">{say.placedOn(format.date(placedAt))}</p>
          <PageTitle title={say.title(number)} />
        </div>
        <p data-status={status} className="rounded-full bg-sunken px-4 py-2 font-medium">
          {words.orderStatuses[status]}
        </p>
      </header>
      {end === null ? null : (
        <div className="mb-8">
          <Notice tone={end.tone} title={reasons[reason ?? ''] ?? words.orderStatuses[status]}>
            {say.ends[end.says]}{' '}
            <Link to="/c/all" className="link text-ink">
              {say.again}
            </Link>
          </Notice>
        </div>
      )}
      <div className="grid items-start gap-6 lg:grid-cols-[1fr_1.1fr]">
        <div className="grid gap-6">
          <section className="card no-print">
            <h2 className="mb-6">{say.progress}</h2>
            <OrderTimeline steps={timelineSteps(facts)} />
            {isCancellable ? <CancelOrder orderId={id} /> : null}
          </section>
          <section className="card">
            <h2 className="mb-4 text-xl">{say.shipTo}</h2>
            <AddressLines address={order.shippingAddress} />
            {trackingNumber === null ? null : (
              <p className="mt-4 text-muted">
                {say.tracking}: <span className="text-ink">{trackingNumber}</span>
              </p>
            )}
          </section>
        </div>
        <div className="grid gap-6">
          <OrderItems items={order.items} total={order.total} />
          <PaymentCard orderId={id} payment={order.payment} />
        </div>
      </div>
    </div>
  );
}

function factsOf(order: Order, notifications: OrderPageQuery['notifications']): OrderFacts {
  const mail = notifications?.edges.find(({ node }) => node.kind === 'ORDER_CONFIRMED' && node.order?.id === order.id);
  const { status, timeline, payment } = order;
  return { status, timeline, payment: payment?.status, mailedAt: mail?.node.createdAt };
}
