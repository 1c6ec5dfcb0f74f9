import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Link } from 'react-router';
import { useLanguage } from '../words/words.tsx';
import { NotificationRowFragmentDoc, type NotificationRowFragment } from './generated/notifications-page.ts';

export function NotificationRow({ notification }: { readonly notification: FragmentType<NotificationRowFragment> }) {
  const { words, format } = useLanguage();
  const { data, complete } = useFragment({ fragment: NotificationRowFragmentDoc, from: notification });
  if (!complete) return null;
  const { kind, createdAt, readAt, order } = data;
  return (
    <li className="relative grid gap-1 py-5">
      <p className="flex items-baseline justify-between gap-4">
        <span className={readAt === null ? 'font-semibold' : ''}>
          {words.notifications.kinds[kind]}
          {readAt === null ? (
            <span className="ml-3 rounded-full bg-accent whitespace-nowrap px-2 py-0.5 text-xs font-medium text-on-accent">
              {words.notifications.isNew}
            </span>
          ) : null}
        </span>
        <span className="shrink-0 text-sm text-muted">{format.date(createdAt)}</span>
      </p>
      {order === null ? null : (
        <Link to={`/orders/${order.id}`} className="text-sm text-muted after:absolute after:inset-0">
          {words.notifications.toOrder(order.number)}
        </Link>
      )}
    </li>
  );
}
