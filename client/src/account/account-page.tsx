import { startTransition, useState } from 'react';
import { useQueryRefHandlers } from '@apollo/client/react';
import { heal, preloadPage, session } from '../graph/client.ts';
import { useLoaded, usePage } from '../graph/use-page.ts';
import { useSignedIn } from '../graph/use-signed-in.ts';
import { Section } from '../services/section.tsx';
import { GuestNotice } from '../shell/guest-notice.tsx';
import { accountWords, useAccountWords } from '../words/account/account-words.ts';
import { useLanguage } from '../words/words.tsx';
import { AccountHeader } from './account-header.tsx';
import { AccountPageDocument } from './generated/account-page.ts';
import { OrderList } from './order-list.tsx';
import { Profile } from './profile.tsx';
import { VerificationNotice } from './verification/verification-notice.tsx';

const PAGE_SIZE = 10;

export async function loader() {
  if (!session.signedIn.read()) return { page: undefined };
  const [page] = await Promise.all([preloadPage(AccountPageDocument, { first: PAGE_SIZE }), accountWords.load()]);
  return { page };
}

export function Component() {
  const { page } = useLoaded<typeof loader>();
  const signedIn = useSignedIn();
  return page === undefined || !signedIn ? <GuestNotice /> : <Account page={page} />;
}

type Page = NonNullable<Awaited<ReturnType<typeof loader>>['page']>;

function Account({ page }: { readonly page: Page }) {
  const { words } = useLanguage();
  const { account } = useAccountWords();
  const { fetchMore } = useQueryRefHandlers(page);
  const { data } = usePage(page);
  const [asking, setAsking] = useState(false);
  const { me, orders } = data;
  const askAgain = (service: string) => () => heal(AccountPageDocument, { first: PAGE_SIZE }, service);
  const showMore = () => {
    setAsking(true);
    startTransition(async () => {
      await fetchMore({ variables: { first: PAGE_SIZE, after: orders?.pageInfo.endCursor ?? null } }).catch(
        () => undefined,
      );
      setAsking(false);
    });
  };
  return (
    <>
      <AccountHeader title={words.account.title} />
      {me === null ? null : <VerificationNotice user={me} />}
      <div className="grid items-start gap-8 lg:grid-cols-[1.2fr_1fr] lg:gap-12">
        <section aria-labelledby="orders">
          <h2 id="orders" className="mb-4">
            {words.account.orders}
          </h2>
          <Section service="orders" missing={orders === null} heal={askAgain('orders')}>
            {orders === null ? null : (
              <>
                <OrderList orders={orders.edges.map(({ node }) => node)} />
                {orders.pageInfo.hasNextPage ? (
                  <button type="button" className="button-quiet mt-6" disabled={asking} onClick={showMore}>
                    {account.orders.more}
                  </button>
                ) : null}
              </>
            )}
          </Section>
        </section>
        <Section service="users" missing={me === null} heal={askAgain('users')}>
          {me === null ? null : <Profile user={me} />}
        </Section>
      </div>
    </>
  );
}
