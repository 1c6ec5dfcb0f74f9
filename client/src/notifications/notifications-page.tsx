import { useMutation } from '@apollo/client/react';
import { heal, preloadPage, session } from '../graph/client.ts';
import { useLoaded, usePage } from '../graph/use-page.ts';
import { useSignedIn } from '../graph/use-signed-in.ts';
import { Section } from '../services/section.tsx';
import { GuestNotice } from '../shell/guest-notice.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useLanguage } from '../words/words.tsx';
import { MarkNotificationsReadDocument, NotificationsPageDocument } from './generated/notifications-page.ts';
import { NotificationRow } from './notification-row.tsx';

const VARIABLES = { first: 30 };

export async function loader() {
  return { page: session.signedIn.read() ? await preloadPage(NotificationsPageDocument, VARIABLES) : undefined };
}

export function Component() {
  const { page } = useLoaded<typeof loader>();
  const signedIn = useSignedIn();
  return page === undefined || !signedIn ? <GuestNotice /> : <Notifications page={page} />;
}

type Page = NonNullable<Awaited<ReturnType<typeof loader>>['page']>;

function Notifications({ page }: { readonly page: Page }) {
  const { words } = useLanguage();
  const { data } = usePage(page);
  const askAgain = () => heal(NotificationsPageDocument, VARIABLES, 'notifications');
  const [markRead, { loading }] = useMutation(MarkNotificationsReadDocument);
  const { notifications } = data;
  return (
    <div className="mx-auto max-w-2xl">
      <header className="mb-8 flex flex-wrap items-end justify-between gap-4">
        <PageTitle title={words.notifications.title} />
        {notifications === null || notifications.unreadCount === 0 ? null : (
          <button
            type="button"
            className="button-quiet"
            disabled={loading}
            onClick={() => void markRead().then(askAgain, () => undefined)}
          >
            {words.notifications.markAll}
          </button>
        )}
      </header>
      <Section service="notifications" missing={notifications === null} heal={askAgain}>
        {notifications?.edges.length === 0 ? <p className="text-lg text-muted">{words.notifications.none}</p> : null}
        <ul className="divide-y divide-line border-y border-line empty:border-0">
          {notifications?.edges.map(({ node }) => (
            <NotificationRow key={node.id} notification={node} />
          ))}
        </ul>
      </Section>
    </div>
  );
}
