import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Link } from 'react-router';
import { useAccountWords } from '../words/account/account-words.ts';
import { useLanguage } from '../words/words.tsx';
import { OrderRowFragmentDoc, type OrderRowFragment } from './generated/account-page.ts';

interface OrderListProps {
  readonly orders: readonly (FragmentType<OrderRowFragment> & { readonly id: string })[];
}

export function OrderList({ orders }: OrderListProps) {
  const { account } = useAccountWords();
  if (orders.length === 0) return <p className="text-muted">{account.orders.none}</p>;
  return (
    <ul className="divide-y divide-line border-y border-line">
      {orders.map((order) => (
        <OrderRow key={order.id} order={order} />
      ))}
    </ul>
  );
}

function OrderRow({ order }: { readonly order: FragmentType<OrderRowFragment> }) {
  const { words, format } = useLanguage();
  const { data, complete } = useFragment({ fragment: OrderRowFragmentDoc, from: order });
  if (!complete) return null;
  const { id, number, status, placedAt, total } = data;
  return (
    <li className="relative flex flex-wrap items-baseline justify-between gap-x-4 py-4 hover:bg-sunken">
      <div>
        <Link to={`/orders/${id}`} className="font-medium after:absolute after:inset-0">
          {number}
        </Link>
        <p className="text-sm text-muted">
          {format.date(placedAt)} · {words.orderStatuses[status]}
        </p>
      </div>
      <span className="tabular-nums">{format.money(total)}</span>
    </li>
  );
}
